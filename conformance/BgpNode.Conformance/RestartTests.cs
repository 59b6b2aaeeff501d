using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>kill -9 and a new start: the kernel goes on without us, and afterwards holds neither less nor more than it should.</summary>
public sealed class RestartTests
{
    private const string Learned = "203.0.113.0/24";

    [Fact]
    public async Task A_killed_daemon_leaves_its_routes_and_its_successor_adopts_them_without_a_gap()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = [Learned] });
        NetworkNamespace node = rack.Nodes[0].Namespace;
        BgpNodeDaemon daemon = rack.Daemons[0];
        (NetworkNamespace web, Resource webEndpoint) = await rack.PlugAsync(0, "web", "10.65.1.2/32");
        (_, Resource dbEndpoint) = await rack.PlugAsync(0, "db", "10.65.1.3/32");
        (_, Resource oldEndpoint) = await rack.PlugAsync(0, "old", "10.65.1.4/32");
        // Other programs' routes of several kinds, two of them to prefixes that concern us as well.
        await node.IpAsync(
            "route add 198.51.100.0/24 via 172.31.1.1 proto static",
            "route add blackhole 10.65.0.0/16 proto bird",
            "route add 10.65.1.2/32 dev uplink metric 5000 proto static",
            "route add 203.0.113.0/24 via 172.31.1.1 metric 7000 proto 100",
            "route add 198.18.0.0/15 dev lo table 100 proto boot");
        await rack.PutAsync(webEndpoint);
        await rack.PutAsync(dbEndpoint);
        await rack.PutAsync(oldEndpoint);
        foreach (string prefix in new[] { "10.65.1.2/32", "10.65.1.3/32", "10.65.1.4/32", Learned })
        {
            await Eventually.TrueAsync($"{prefix} is in the kernel", () => node.HasRouteAsync(prefix), detail: rack.Logs);
        }

        IReadOnlyList<string> othersBefore = await OthersAsync(node);
        await using RouteMonitor monitor = await RouteMonitor.StartAsync(node, rack.Folder.Sub("monitor"));
        using EchoProbe probe = EchoProbe.Start(web, "10.65.1.3");

        await daemon.KillAsync();
        await rack.DeleteAsync(oldEndpoint);
        Assert.True(await node.HasRouteAsync("10.65.1.2/32"));
        Assert.True(await node.HasRouteAsync(Learned));
        await daemon.StartAsync();

        await Eventually.TrueAsync("the route of the workload that went meanwhile is gone", async () => !await node.HasRouteAsync("10.65.1.4/32"), detail: rack.Logs);
        await Eventually.TrueAsync("the session is back", () => daemon.IsEstablishedAsync(rack.Nodes[0].TorAddress), detail: rack.Logs);
        await Eventually.TrueAsync("the router has the workload again", () => rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        Assert.True(await node.HasRouteAsync(Learned));

        (long sent, long received) = await probe.EndAsync();
        Assert.True(sent > 0 && sent == received, $"{sent - received} of {sent} packets between workloads of the same host were lost.");
        Assert.DoesNotContain(monitor.Events(), e => e.Deleted && e.Destination is "10.65.1.2" or "10.65.1.3" && e.Line.Contains("cali", StringComparison.Ordinal));
        Assert.DoesNotContain(monitor.Events(), e => e.Deleted && e.Destination == Learned);
        Assert.Equal(othersBefore, await OthersAsync(node));
    }

    [Fact]
    public async Task A_stopped_daemon_leaves_its_routes_to_local_workloads()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        NetworkNamespace node = rack.Nodes[0].Namespace;
        (_, Resource web) = await rack.PlugAsync(0, "web", "10.65.1.2/32");
        await rack.PutAsync(web);
        await Eventually.TrueAsync("the workload is in the kernel", () => node.HasRouteAsync("10.65.1.2/32"), detail: rack.Logs);

        await rack.Daemons[0].StopAsync();

        Assert.False(rack.Daemons[0].IsRunning);
        Assert.True(rack.Daemons[0].ExitCode == 0, $"It ended with {rack.Daemons[0].ExitCode}. {rack.Daemons[0].Tail()}");
        Assert.True(await node.HasRouteAsync("10.65.1.2/32"));
    }

    private static async Task<IReadOnlyList<string>> OthersAsync(NetworkNamespace node) =>
        [.. (await node.RoutesAsync("table all")).Where(line => !line.Contains("proto 179", StringComparison.Ordinal))];
}
