using System.Text;
using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab.Speakers;

internal sealed class FrrSpeaker(NetworkNamespace netns, string folder, SpeakerPlan plan) : PeerSpeaker(netns, folder, plan)
{
    public override async Task StartAsync()
    {
        string bgpd = await WriteAsync("bgpd.conf", Plan.Text ?? Configuration());
        string[] common = Common;
        // zebra insists on its own user, to whom its sockets then belong.
        await Shell.RunAsync(["chown", "frr:frr", Folder]);
        // Needed even when nothing is written: bgpd learns its interfaces from it, without which it refuses IPv6 next hops.
        Launch(["/usr/lib/frr/zebra", "-f", await WriteAsync("zebra.conf", "log stdout\n"), "-i", PathOf("zebra.pid"), .. common]);
        // bgpd tries only every ten seconds to reach a zebra that was not there at its start.
        await Eventually.TrueAsync("zebra listens", () => Task.FromResult(File.Exists(PathOf("zserv.api"))), detail: Tail);
        if (Plan.Neighbours.Any(n => n.Bfd))
        {
            Launch(["/usr/lib/frr/bfdd", "-f", await WriteAsync("bfdd.conf", "log stdout\n"), "-i", PathOf("bfdd.pid"), "--bfdctl", PathOf("bfdd.sock"), .. common]);
            await Eventually.TrueAsync("bfdd listens", () => Task.FromResult(File.Exists(PathOf("bfdd.vty"))), detail: Tail);
        }

        LaunchBgpd(bgpd);
    }

    private string[] Common => ["--vty_socket", Folder, "-A", "127.0.0.1", "-P", "0", "-z", PathOf("zserv.api"), "-u", "frr", "-g", "frr"];

    /// <summary>zebra lives on: it is bgpd that restarts.</summary>
    public override Task RecoverAsync()
    {
        LaunchBgpd(PathOf("bgpd.conf"));
        return Task.CompletedTask;
    }

    public override Task KillAsync() => Plan.GracefulRestart ? KillOnlyAsync(name => name == "bgpd") : base.KillAsync();

    private void LaunchBgpd(string configuration) => Launch(
        ["/usr/lib/frr/bgpd", "-f", configuration, "-i", PathOf("bgpd.pid"), .. Common, .. Plan.WritesKernel ? Array.Empty<string>() : ["-n"]]);

    public override async Task<IReadOnlySet<string>> PrefixesAsync()
    {
        var prefixes = new HashSet<string>();
        foreach (string family in new[] { "ipv4", "ipv6" })
        {
            string answer = await AskAsync("vtysh", "--vty_socket", Folder, "-c", $"show bgp {family} unicast json");
            if (answer.Length > 0 && JsonNode.Parse(answer)?["routes"] is JsonObject routes)
            {
                prefixes.UnionWith(routes.Select(route => route.Key));
            }
        }

        return prefixes;
    }

    public override async Task<int> PathsAsync(string prefix)
    {
        string answer = await VtyshAsync($"show bgp {(prefix.Contains(':') ? "ipv6" : "ipv4")} unicast {prefix} json");
        return answer.Length > 0 && JsonNode.Parse(answer)?["paths"] is JsonArray paths ? paths.Count : 0;
    }

    /// <summary>One command at its prompt; empty when it does not answer.</summary>
    public Task<string> VtyshAsync(string command) => AskAsync("vtysh", "--vty_socket", Folder, "-c", command);

    public override async Task<bool> BfdIsUpAsync(string address)
    {
        string answer = await VtyshAsync("show bfd peers json");
        return answer.Length > 0 && JsonNode.Parse(answer) is JsonArray peers
            && peers.Any(peer => peer?["peer"]?.ToString() == address && peer["status"]?.ToString() == "up");
    }

    private string Configuration()
    {
        var text = new StringBuilder($"""
            log stdout
            router bgp {Plan.As}
             bgp router-id {Plan.RouterId}
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             no bgp network import-check
            {(Plan.GracefulRestart ? " bgp graceful-restart\n bgp graceful-restart preserve-fw-state\n" : "")}
            """);
        foreach (Neighbour neighbour in Plan.Neighbours)
        {
            text.AppendLine(neighbour.Link is { } link ? $" neighbor {link} interface remote-as external" : $" neighbor {neighbour.Address} remote-as {neighbour.As}");
            text.AppendLine($" neighbor {neighbour.Called} timers connect 1");
            text.AppendLine($" neighbor {neighbour.Called} advertisement-interval 0");
            if (neighbour.Bfd)
            {
                text.AppendLine($" neighbor {neighbour.Called} bfd 3 100 100");
            }

            foreach (string line in neighbour.Frr)
            {
                text.AppendLine($" neighbor {neighbour.Address} {line}");
            }
        }

        foreach ((string family, bool ipv6) in new[] { ("ipv4", false), ("ipv6", true) })
        {
            text.AppendLine($" address-family {family} unicast");
            foreach (string prefix in Plan.Announced.Where(p => p.Contains(':') == ipv6))
            {
                text.AppendLine($"  network {prefix}");
            }

            foreach (Neighbour neighbour in Plan.Neighbours.Where(n => n.IsIPv6 == ipv6 || n.Link is not null))
            {
                text.AppendLine($"  neighbor {neighbour.Called} activate");
                if (neighbour.AddPaths)
                {
                    text.AppendLine($"  neighbor {neighbour.Called} addpath-tx-all-paths"); // it takes several without being asked
                }
            }

            text.AppendLine(" exit-address-family");
        }

        return text.ToString();
    }
}
