using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Out of service: first the last choice, then gone, although the router would keep the routes of a restart.</summary>
public sealed class DrainTests
{
    [Fact, Rfc(8326, "4.2"), Rfc(9003, "2")]
    public async Task A_drained_node_marks_its_routes_says_goodbye_and_comes_back_when_told()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { GracefulRestart = true });
        (RackNode node, BgpNodeDaemon daemon, var bird) = (rack.Nodes[0], rack.Daemons[0], (BirdSpeaker)rack.Tor);
        (_, Resource endpoint) = await rack.PlugAsync(0, "web", "10.65.1.2/32");
        await rack.PutAsync(endpoint);
        await Eventually.TrueAsync("the router has the workload", () => bird.HasAsync("10.65.1.2/32"), detail: rack.Logs);

        Task<string> drain = Shell.RunAsync([BgpNodeDaemon.Executable, "drain", "--wait", "3", "--reason", "upgrade of node1", "--socket", daemon.Socket]);
        await Eventually.TrueAsync("the route asks to be the last choice", async () => (await bird.DetailAsync("10.65.1.2/32")).Contains("(65535,0)", StringComparison.Ordinal), TimeSpan.FromSeconds(2), rack.Logs);
        Assert.Contains("1 sessions were ended", await drain, StringComparison.Ordinal);
        await Eventually.TrueAsync("the route is gone", async () => !await bird.HasAsync("10.65.1.2/32"), TimeSpan.FromSeconds(2), rack.Logs);
        Assert.Contains("upgrade of node1", bird.Tail(), StringComparison.Ordinal);
        await Eventually.StaysTrueAsync("the session stays down", async () => !await daemon.IsEstablishedAsync(node.TorAddress), TimeSpan.FromSeconds(3));

        await Shell.RunAsync([BgpNodeDaemon.Executable, "drain", "--end", "--socket", daemon.Socket]);
        await Eventually.TrueAsync("the route is back", () => bird.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        Assert.DoesNotContain("(65535,0)", await bird.DetailAsync("10.65.1.2/32"), StringComparison.Ordinal);
    }
}
