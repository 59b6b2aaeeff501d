using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>
/// Restarts of either side under a stream of 500 requests a second, which go out by a route that the node learned and come back by one
/// that it announced: not one is lost, and what went away meanwhile is gone soon after.
/// </summary>
public sealed class GracefulRestartTests
{
    private const string Learned = "203.0.113.0/24";
    private const string Service = "203.0.113.1";
    private const string Gone = "198.51.100.0/24";

    [Theory, Rfc(4724, "4.1")]
    [InlineData(SpeakerKind.Bird, true, false)]
    [InlineData(SpeakerKind.Bird, false, false)]
    [InlineData(SpeakerKind.Bird, true, true)]
    [InlineData(SpeakerKind.Frr, true, false)]
    [InlineData(SpeakerKind.Frr, false, true)]
    public async Task Our_restart_loses_no_packet(SpeakerKind kind, bool killed, bool withDeadNeighbour)
    {
        kind.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Tor = kind, TorAnnounces = [Learned] });
        (RackNode node, BgpNodeDaemon daemon) = (rack.Nodes[0], rack.Daemons[0]);
        if (withDeadNeighbour)
        {
            await rack.PutAsync(Resource.Peer("dead", node, "172.31.1.77", 65077));
        }

        using EchoProbe probe = await StreamAsync(rack);
        if (killed)
        {
            await daemon.KillAsync();
        }
        else
        {
            await daemon.StopAsync();
        }

        await daemon.StartAsync();
        await Eventually.TrueAsync("the session is back", () => daemon.IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
        await Eventually.TrueAsync("the node is ready", async () => (await node.Namespace.ShellAsync("curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:9179/readyz")).Trim() == "200", detail: rack.Logs);
        await Eventually.StaysTrueAsync("the routes stay", async () => await node.Namespace.HasRouteAsync(Learned) && await rack.Tor.HasAsync("10.65.1.2/32"), TimeSpan.FromSeconds(2));
        await NothingIsLostAsync(probe, rack);
    }

    [Fact, Rfc(4724, "4.1")]
    public async Task What_the_router_withdrew_while_we_were_away_is_gone_after_its_End_of_RIB()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = [Learned], BirdGlobal = $"protocol static extra {{ ipv4; route {Gone} blackhole; }}" });
        (RackNode node, BgpNodeDaemon daemon) = (rack.Nodes[0], rack.Daemons[0]);
        await Eventually.TrueAsync("both routes are in the kernel", async () => await node.Namespace.HasRouteAsync(Learned) && await node.Namespace.HasRouteAsync(Gone), detail: rack.Logs);

        await daemon.KillAsync();
        await ((BirdSpeaker)rack.Tor).CommandAsync("disable extra");
        Assert.True(await node.Namespace.HasRouteAsync(Gone));
        await daemon.StartAsync();
        await Eventually.TrueAsync("the session is back", () => daemon.IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
        TimeSpan took = await Eventually.TrueAsync("the stale route is gone", async () => !await node.Namespace.HasRouteAsync(Gone), TimeSpan.FromSeconds(10), rack.Logs);
        Assert.True(await node.Namespace.HasRouteAsync(Learned));
        TestContext.Current.SendDiagnosticMessage($"stale route gone {took.TotalMilliseconds:0} ms after the session was back");
    }

    [Theory, Rfc(4724, "4.2")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    public async Task A_restart_of_the_router_loses_no_packet(SpeakerKind kind)
    {
        kind.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Tor = kind, TorAnnounces = [Learned], GracefulRestart = true });
        (RackNode node, BgpNodeDaemon daemon) = (rack.Nodes[0], rack.Daemons[0]);
        using EchoProbe probe = await StreamAsync(rack);

        await rack.Tor.KillAsync();
        await Eventually.TrueAsync("the node keeps its routes", async () => (await daemon.PeerAsync(node.TorAddress))?["gracefulRestart"]?.ToString() == "helping", detail: rack.Logs);
        await Eventually.StaysTrueAsync("in the kernel as well", () => node.Namespace.HasRouteAsync(Learned), TimeSpan.FromSeconds(1));
        await rack.Tor.RecoverAsync();
        await Eventually.TrueAsync("the session is back", () => daemon.IsEstablishedAsync(node.TorAddress), detail: rack.Logs);
        await Eventually.TrueAsync("the router has the workload", () => rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        await Eventually.StaysTrueAsync("the routes stay", () => node.Namespace.HasRouteAsync(Learned), TimeSpan.FromSeconds(3));
        await NothingIsLostAsync(probe, rack);
    }

    [Fact, Rfc(4724, "4.2")]
    public async Task A_router_that_says_goodbye_or_does_not_restart_gracefully_loses_its_routes()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = [Learned] });
        await Eventually.TrueAsync("the route is in the kernel", () => rack.Nodes[0].Namespace.HasRouteAsync(Learned), detail: rack.Logs);
        await rack.Tor.KillAsync();
        await Eventually.TrueAsync("the route is gone", async () => !await rack.Nodes[0].Namespace.HasRouteAsync(Learned), TimeSpan.FromSeconds(3), rack.Logs);
    }

    private static async Task<EchoProbe> StreamAsync(Rack rack)
    {
        (NetworkNamespace web, Resource endpoint) = await rack.PlugAsync(0, "web", "10.65.1.2/32");
        await rack.TorNamespace.IpAsync($"addr add {Service}/32 dev lo");
        await rack.PutAsync(endpoint);
        await Eventually.TrueAsync("the node has the learned route", () => rack.Nodes[0].Namespace.HasRouteAsync(Learned), detail: rack.Logs);
        await Eventually.TrueAsync("the router's kernel has the workload", async () => (await rack.TorNamespace.RoutesAsync("exact 10.65.1.2/32")).Count > 0, detail: rack.Logs);
        return EchoProbe.Start(web, Service, everyMs: 2);
    }

    private static async Task NothingIsLostAsync(EchoProbe probe, Rack rack)
    {
        (long sent, long received) = await probe.EndAsync();
        TestContext.Current.SendDiagnosticMessage($"{sent} sent, {received} answered");
        Assert.True(sent > 500 && sent == received, $"{sent - received} of {sent} packets were lost.\n{rack.Logs()}");
    }
}
