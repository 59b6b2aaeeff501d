using System.Text;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo.Routers;

/// <summary>BIRD 2 as the top-of-rack router.</summary>
internal sealed class BirdSoftware : IRouterSoftware
{
    public string Name => "BIRD";

    public string? Missing() => Tool.Find("bird") is null || Tool.Find("birdc") is null
        ? "BIRD is not installed; install it with: apt-get install -y bird2"
        : null;

    public async Task<IReadOnlyList<IReadOnlyList<string>>> PrepareAsync(LabRouter router, LabState state, CancellationToken cancel)
    {
        string folder = LabFiles.Folder(router);
        string config = Path.Combine(folder, "bird.conf");
        await File.WriteAllTextAsync(config, Configuration(router, state.IPv6), cancel);
        return [[Tool.Find("bird")!, "-f", "-c", config, "-s", Control(router), "-P", Path.Combine(folder, "bird.pid")]];
    }

    public async Task<IReadOnlyList<SessionView>> SessionsAsync(LabRouter router, CancellationToken cancel)
    {
        ToolResult result = await AskAsync(router, "show protocols", cancel);
        // Name Proto Table State Since Info
        return [.. Rows(result).Where(f => f.Length >= 4 && f[1] == "BGP").Select(f => new SessionView(f[0], f.Length > 5 ? f[5] : f[3]))];
    }

    public async Task<IReadOnlySet<string>> PrefixesAsync(LabRouter router, CancellationToken cancel)
    {
        ToolResult result = await AskAsync(router, "show route", cancel);
        return Rows(result).Select(f => f[0]).Where(word => Prefix.TryParse(word, out _)).ToHashSet();
    }

    private static string Configuration(LabRouter router, bool ipv6)
    {
        var text = new StringBuilder($$"""
            log stderr all;
            router id {{LabPlan.Links[0].Tor.IPv4}};
            protocol device { }
            protocol direct { ipv4; ipv6; }
            protocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }

            """);
        if (ipv6)
        {
            text.AppendLine("protocol kernel { ipv6 { import none; export where source = RTS_BGP; }; }");
        }

        foreach (LabLink link in LabPlan.Links)
        {
            AppendPeer(text, router, link, Family.IPv4);
            if (ipv6)
            {
                AppendPeer(text, router, link, Family.IPv6);
            }
        }

        return text.ToString();
    }

    private static void AppendPeer(StringBuilder text, LabRouter router, LabLink link, Family family)
    {
        string name = family == Family.IPv4 ? "ipv4" : "ipv6";
        text.Append($$"""
            protocol bgp {{link.Node.Name}}_{{name}} {
              local {{link.Tor.Of(family)}} as {{router.As}};
              neighbor {{link.Far.Of(family)}} as {{link.Node.As}};
              connect delay time 1;
              connect retry time 1;
              error wait time 1, 2;
              {{name}} { import all; export where source = RTS_BGP; };
            }

            """);
    }

    private static string Control(LabRouter router) => Path.Combine(LabFiles.Folder(router), "bird.ctl");

    private static Task<ToolResult> AskAsync(LabRouter router, string question, CancellationToken cancel) =>
        Tool.RunAsync([Tool.Find("birdc")!, "-r", "-s", Control(router), .. question.Split(' ')], cancel);

    private static IEnumerable<string[]> Rows(ToolResult result) =>
        result.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length > 0);
}
