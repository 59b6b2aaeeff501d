using System.Text;
using BgpNode.Net;

namespace BgpNode.Conformance.Lab.Speakers;

internal sealed class BirdSpeaker(NetworkNamespace netns, string folder, SpeakerPlan plan) : PeerSpeaker(netns, folder, plan)
{
    private string Control => PathOf("bird.ctl");

    public override async Task StartAsync() => Launch(await CommandAsync());

    /// <summary>Starts it anew after <see cref="PeerSpeaker.KillAsync"/>, with the routes that its kernel still has.</summary>
    public override async Task RecoverAsync() => Launch([.. await CommandAsync(), "-R"]);

    public override async Task<IReadOnlySet<string>> PrefixesAsync() =>
        (await AskAsync("/usr/sbin/birdc", "-r", "-s", Control, "show", "route"))
            .Split('\n').Select(line => line.Split(' ', 2)[0]).Where(word => Prefix.TryParse(word, out _)).ToHashSet();

    public override async Task<int> PathsAsync(string prefix) =>
        (await AskAsync("/usr/sbin/birdc", "-r", "-s", Control, "show", "route", prefix)).Split('\n').Count(line => line.Contains("unicast [", StringComparison.Ordinal));

    /// <summary>The names of the sessions that are up, <c>p0</c> and so on in the plan's order.</summary>
    public async Task<int> EstablishedAsync() =>
        (await AskAsync("/usr/sbin/birdc", "-r", "-s", Control, "show", "protocols"))
            .Split('\n').Count(line => line.Contains("Established", StringComparison.Ordinal));

    /// <summary>Whether BIRD's own BFD with a neighbour is up.</summary>
    public override async Task<bool> BfdIsUpAsync(string address) =>
        (await AskAsync("/usr/sbin/birdc", "-r", "-s", Control, "show", "bfd", "sessions"))
            .Split('\n').Any(line => line.StartsWith(address + " ", StringComparison.Ordinal) && line.Contains(" Up ", StringComparison.Ordinal));

    /// <summary>All that it says of a prefix, attributes included; empty when it has none.</summary>
    public Task<string> DetailAsync(string prefix) => AskAsync("/usr/sbin/birdc", "-r", "-s", Control, "show", "route", "all", "for", prefix);

    /// <summary>Takes sessions down or up again: <c>disable p0</c>, <c>enable all</c>.</summary>
    public Task CommandAsync(string command) => Namespace.ExecAsync(["/usr/sbin/birdc", "-s", Control, .. command.Split(' ')]);

    private async Task<string[]> CommandAsync() =>
        ["/usr/sbin/bird", "-f", "-c", await WriteAsync("bird.conf", Plan.Text ?? Configuration()), "-s", Control, "-P", PathOf("bird.pid")];

    private string Configuration()
    {
        var text = new StringBuilder($$"""
            log stderr all;
            router id {{Plan.RouterId}};
            protocol device { }
            {{(Plan.Neighbours.Any(n => n.Bfd) ? "protocol bfd { accept; }" : "")}}
            {{Plan.BirdGlobal}}

            """);
        foreach ((string channel, bool ipv6) in new[] { ("ipv4", false), ("ipv6", true) })
        {
            text.AppendLine($"protocol static {{ {channel};");
            foreach (string prefix in Plan.Announced.Where(p => p.Contains(':') == ipv6))
            {
                text.AppendLine($"  route {prefix} blackhole;");
            }

            text.AppendLine("}");
            if (Plan.WritesKernel)
            {
                text.AppendLine($"protocol kernel {{ {(Plan.GracefulRestart ? "graceful restart on; " : "")}{channel} {{ import none; export where source = RTS_BGP; }}; }}");
            }
        }

        foreach ((int index, Neighbour neighbour) in Plan.Neighbours.Index())
        {
            text.Append($$"""
                protocol bgp p{{index}} {
                  local as {{Plan.As}};
                  neighbor {{neighbour.Address}} as {{neighbour.As}};
                  {{neighbour.Bird}}
                  {{(Plan.GracefulRestart ? "graceful restart on;" : "")}}
                  {{(neighbour.Bfd ? "bfd { interval 100 ms; multiplier 3; };" : "")}}
                  connect delay time 1;
                  connect retry time 1;
                  error wait time 1, 2;
                  {{(neighbour.IsIPv6 ? "ipv6" : "ipv4")}} { import all; export {{(Plan.Prepend ? $"filter {{ bgp_path.prepend({Plan.As}); bgp_path.prepend({Plan.As}); accept; }}" : "all")}}; {{(neighbour.AddPaths ? "add paths on; " : "")}}{{neighbour.BirdChannel}} };
                }

                """);
        }

        return text.ToString();
    }
}
