using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BgpNode.Net;

namespace BgpNode.Conformance.Lab.Speakers;

/// <summary>ExaBGP keeps no table: what it hears goes line by line to a helper, from whose file the table is made.</summary>
internal sealed class ExaBgpSpeaker(NetworkNamespace netns, string folder, SpeakerPlan plan) : PeerSpeaker(netns, folder, plan)
{
    private string Heard => PathOf("heard.json");

    public override async Task StartAsync()
    {
        // No exec: the shell keeps its own output open, whose end ExaBGP would take for the helper's death.
        string sink = await WriteAsync("sink.sh", $"cat >>{Heard}\n");
        string config = await WriteAsync("exabgp.conf", Plan.Text ?? Configuration(sink));
        Launch("env", "exabgp.daemon.user=root", "exabgp.daemon.drop=false", "exabgp.api.cli=false", "exabgp.log.all=true", "exabgp.tcp.once=false",
            "/usr/sbin/exabgp", config);
    }

    public override async Task<IReadOnlySet<string>> PrefixesAsync()
    {
        var prefixes = new HashSet<string>(Plan.Announced);
        if (!File.Exists(Heard))
        {
            return prefixes;
        }

        foreach (string line in await File.ReadAllLinesAsync(Heard))
        {
            JsonNode? update = Parse(line)?["neighbor"]?["message"]?["update"];
            prefixes.UnionWith(In(update?["announce"]));
            prefixes.ExceptWith(In(update?["withdraw"]));
        }

        return prefixes;
    }

    // The helper may be in the middle of a line.
    private static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // {"ipv4 unicast": {"NEXT-HOP": [{"nlri": PREFIX}]}}; a withdrawal has the list without a next hop
    private static IEnumerable<string> In(JsonNode? node) => node switch
    {
        JsonObject o => o["nlri"] is JsonValue nlri && Prefix.TryParse(nlri.ToString(), out _) ? [nlri.ToString()] : o.SelectMany(member => In(member.Value)),
        JsonArray a => a.SelectMany(In),
        _ => [],
    };

    private string Configuration(string sink)
    {
        var text = new StringBuilder($$"""
            process sink {
              run /bin/sh {{sink}};
              encoder json;
            }

            """);
        foreach (Neighbour neighbour in Plan.Neighbours)
        {
            string family = neighbour.IsIPv6 ? "ipv6" : "ipv4";
            string routes = string.Join("\n", Plan.Announced.Where(p => p.Contains(':') == neighbour.IsIPv6).Select(p => $"unicast {p} next-hop self;"));
            text.Append($$"""
                neighbor {{neighbour.Address}} {
                  router-id {{Plan.RouterId}};
                  local-address {{(neighbour.IsIPv6 ? Plan.LocalIPv6 : Plan.LocalIPv4)}};
                  local-as {{Plan.As}};
                  peer-as {{neighbour.As}};
                  family { {{family}} unicast; }
                  announce { {{family}} { {{routes}} } }
                  api { processes [ sink ]; receive { parsed; update; } }
                }

                """);
        }

        return text.ToString();
    }
}
