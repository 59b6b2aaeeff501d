using System.Text;
using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab.Speakers;

internal sealed class GoBgpSpeaker(NetworkNamespace netns, string folder, SpeakerPlan plan) : PeerSpeaker(netns, folder, plan)
{
    public override async Task StartAsync()
    {
        Launch("/usr/bin/gobgpd", "-f", await WriteAsync("gobgpd.toml", Plan.Text ?? Configuration()), "-t", "toml", "-p", "--pprof-disable", "--api-hosts", "127.0.0.1:50051");
        foreach (string[] route in Plan.Announced.Select(route => route.Split(' '))) // attributes may follow the prefix
        {
            string[] add = ["gobgp", "global", "rib", "-a", route[0].Contains(':') ? "ipv6" : "ipv4", "add", .. route];
            await Eventually.TrueAsync($"gobgpd takes {route[0]}", async () =>
                (await Shell.TryAsync(["ip", "netns", "exec", Namespace.Name, .. add])).Code == 0, detail: Tail);
        }
    }

    public override async Task<IReadOnlySet<string>> PrefixesAsync()
    {
        var prefixes = new HashSet<string>();
        foreach (string family in new[] { "ipv4", "ipv6" })
        {
            string answer = await AskAsync("gobgp", "-j", "global", "rib", "-a", family);
            if (answer.Length > 0 && JsonNode.Parse(answer) is JsonObject routes)
            {
                prefixes.UnionWith(routes.Select(route => route.Key));
            }
        }

        return prefixes;
    }

    public override async Task<int> PathsAsync(string prefix)
    {
        string answer = await AskAsync("gobgp", "-j", "global", "rib", "-a", prefix.Contains(':') ? "ipv6" : "ipv4");
        return answer.Length > 0 && JsonNode.Parse(answer)?[prefix] is JsonArray paths ? paths.Count : 0;
    }

    private string Configuration()
    {
        var text = new StringBuilder($"""
            [global.config]
              as = {Plan.As}
              router-id = "{Plan.RouterId}"

            """);
        foreach (Neighbour neighbour in Plan.Neighbours)
        {
            text.Append($"""
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "{neighbour.Address}"
                    peer-as = {neighbour.As}
                  [neighbors.timers.config]
                    connect-retry = 1
                    idle-hold-time-after-reset = 1
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "{(neighbour.IsIPv6 ? "ipv6" : "ipv4")}-unicast"

                """);
            if (neighbour.AddPaths)
            {
                text.Append("""
                        [neighbors.afi-safis.add-paths.config]
                          receive = true
                          send-max = 8

                    """);
            }
        }

        return text.ToString();
    }
}
