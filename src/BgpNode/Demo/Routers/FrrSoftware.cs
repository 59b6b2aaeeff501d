using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo.Routers;

/// <summary>FRR's zebra and bgpd as the top-of-rack router.</summary>
internal sealed class FrrSoftware : IRouterSoftware
{
    private const string Folder = "/usr/lib/frr";
    private static readonly Family[] Both = [Family.IPv4, Family.IPv6];

    public string Name => "FRR";

    public string? Missing() => !File.Exists(Path.Combine(Folder, "bgpd")) || Tool.Find("vtysh") is null
        ? "FRR is not installed; install it with: apt-get install -y frr"
        : null;

    public async Task<IReadOnlyList<IReadOnlyList<string>>> PrepareAsync(LabRouter router, LabState state, CancellationToken cancel)
    {
        string folder = LabFiles.Folder(router);
        string zebra = Path.Combine(folder, "zebra.conf");
        string bgpd = Path.Combine(folder, "bgpd.conf");
        await File.WriteAllTextAsync(zebra, $"hostname {router.Name}\nlog stdout informational\n", cancel);
        await File.WriteAllTextAsync(bgpd, Configuration(router, state.IPv6), cancel);
        // zebra insists on its own user, to whom its sockets and process files then belong.
        ToolResult owned = await Tool.RunAsync(["chown", "frr:frr", folder], cancel);
        if (!owned.Succeeded)
        {
            throw new DemoException($"FRR cannot be given its folder: {owned.Reason}");
        }

        string socket = Path.Combine(folder, "zserv.api");
        string[] common = ["-u", "frr", "-g", "frr", "--vty_socket", folder, "-A", "127.0.0.1", "-P", "0", "-z", socket];
        // bgpd tries only every ten seconds to reach a zebra that was not there at its start, so it waits for it.
        string[] afterZebra = ["/bin/sh", "-c", "while [ ! -S \"$0\" ]; do sleep 0.05; done; exec \"$@\"", socket];
        return
        [
            [Path.Combine(Folder, "zebra"), "-f", zebra, "-i", Path.Combine(folder, "zebra.pid"), .. common],
            [.. afterZebra, Path.Combine(Folder, "bgpd"), "-f", bgpd, "-i", Path.Combine(folder, "bgpd.pid"), .. common],
        ];
    }

    public async Task<IReadOnlyList<SessionView>> SessionsAsync(LabRouter router, CancellationToken cancel)
    {
        var sessions = new List<SessionView>();
        foreach (Family family in Both)
        {
            JsonNode? answer = await AskAsync(router, $"show bgp {Word(family)} unicast summary json", cancel);
            if (answer?["peers"] is JsonObject peers)
            {
                sessions.AddRange(peers.Select(peer => new SessionView(peer.Key, peer.Value?["state"]?.ToString() ?? "")));
            }
        }

        return sessions;
    }

    public async Task<IReadOnlySet<string>> PrefixesAsync(LabRouter router, CancellationToken cancel)
    {
        var prefixes = new HashSet<string>();
        foreach (Family family in Both)
        {
            JsonNode? answer = await AskAsync(router, $"show bgp {Word(family)} unicast json", cancel);
            if (answer?["routes"] is JsonObject routes)
            {
                prefixes.UnionWith(routes.Select(route => route.Key));
            }
        }

        return prefixes;
    }

    private static string Word(Family family) => family == Family.IPv4 ? "ipv4" : "ipv6";

    private static string Configuration(LabRouter router, bool ipv6)
    {
        var text = new StringBuilder($"""
            hostname {router.Name}
            log stdout informational
            router bgp {router.As}
             bgp router-id {LabPlan.Links[0].Tor.IPv4}
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast

            """);
        Family[] families = ipv6 ? Both : [Family.IPv4];
        foreach (Family family in families)
        {
            foreach (LabLink link in LabPlan.Links)
            {
                text.Append($"""
                     neighbor {link.Far.Of(family)} remote-as {link.Node.As}
                     neighbor {link.Far.Of(family)} timers connect 1
                     neighbor {link.Far.Of(family)} advertisement-interval 0

                    """);
            }
        }

        foreach (Family family in families)
        {
            text.AppendLine($" address-family {Word(family)} unicast");
            foreach (LabLink link in LabPlan.Links)
            {
                text.AppendLine($"  neighbor {link.Far.Of(family)} activate");
            }

            text.AppendLine(" exit-address-family");
        }

        return text.ToString();
    }

    private static async Task<JsonNode?> AskAsync(LabRouter router, string question, CancellationToken cancel)
    {
        ToolResult result = await Tool.RunAsync([Tool.Find("vtysh")!, "--vty_socket", LabFiles.Folder(router), "-c", question], cancel);
        try
        {
            return result.Succeeded ? JsonNode.Parse(result.Output) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
