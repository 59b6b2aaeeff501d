using System.Text;
using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab.Speakers;

internal sealed class OpenBgpdSpeaker(NetworkNamespace netns, string folder, SpeakerPlan plan) : PeerSpeaker(netns, folder, plan)
{
    private string Control => PathOf("bgpd.sock");

    public override async Task StartAsync()
    {
        string file = await WriteAsync("bgpd.conf", Plan.Text ?? Configuration());
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite); // it refuses a file that others may read
        Directory.CreateDirectory("/run/openbgpd"); // the folder into which its workers lock themselves
        Launch("/usr/sbin/bgpd", "-d", "-f", file);
    }

    public override async Task<IReadOnlySet<string>> PrefixesAsync()
    {
        string answer = await AskAsync("/usr/sbin/bgpctl", "-s", Control, "-j", "show", "rib");
        return answer.Length > 0 && JsonNode.Parse(answer)?["rib"] is JsonArray rows
            ? rows.Select(row => row?["prefix"]?.ToString()).OfType<string>().ToHashSet()
            : new HashSet<string>();
    }

    private string Configuration()
    {
        var text = new StringBuilder($"""
            AS {Plan.As}
            router-id {Plan.RouterId}
            fib-update no
            connect-retry 1
            socket "{Control}"

            """);
        foreach (string prefix in Plan.Announced)
        {
            text.AppendLine($"network {prefix}");
        }

        foreach (Neighbour neighbour in Plan.Neighbours)
        {
            text.Append($$"""
                neighbor {{neighbour.Address}} {
                  remote-as {{neighbour.As}}
                  announce IPv4 {{(neighbour.IsIPv6 ? "none" : "unicast")}}
                  announce IPv6 {{(neighbour.IsIPv6 ? "unicast" : "none")}}
                }

                """);
        }

        return text.Append("allow from any\nallow to any\n").ToString();
    }
}
