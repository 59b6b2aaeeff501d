using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class RestartFaults
{
    private const string Gone = "192.0.2.0/24";

    [Theory]
    [InlineData(true, false, "kill -9 and start")]
    [InlineData(false, false, "SIGTERM and start")]
    [InlineData(true, true, "kill -9 and start, one neighbour dead, one route withdrawn meanwhile")]
    [InlineData(false, true, "SIGTERM and start, one neighbour dead, one route withdrawn meanwhile")]
    public async Task A_restart_loses_nothing(bool kill, bool dead, string fault)
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { BirdGlobal = $"protocol static extra {{ ipv4; route {Gone} blackhole; }}" });
        await Eventually.TrueAsync("the route that will go is there", () => lab.Node.Namespace.HasRouteAsync(Gone), detail: lab.Rack.Logs);
        if (dead)
        {
            await lab.Rack.PutAsync(Resource.Peer("dead", lab.Node, "172.31.1.77", 65077));
        }

        using EchoProbe stream = lab.Stream();
        await (kill ? lab.Daemon.KillAsync() : lab.Daemon.StopAsync());
        if (dead)
        {
            await ((BirdSpeaker)lab.Rack.Tor).CommandAsync("disable extra");
        }

        await lab.Daemon.StartAsync();
        await Eventually.TrueAsync("the session is back", () => lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress), detail: lab.Rack.Logs);
        string swept = "";
        if (dead)
        {
            TimeSpan took = await Eventually.TrueAsync("the stale route is gone", async () => !await lab.Node.Namespace.HasRouteAsync(Gone), TimeSpan.FromSeconds(10), lab.Rack.Logs);
            swept = $"; stale route gone {took.TotalMilliseconds:0} ms after the session was back";
        }

        await Eventually.StaysTrueAsync("the routes stay", () => lab.Rack.Tor.HasAsync(FaultLab.Workload), TimeSpan.FromSeconds(2));
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add(fault, "0 lost, stale routes gone in 10 s", $"{sent - received} of {sent} lost{swept}");
        Assert.True(sent > 500 && sent == received, $"{sent - received} of {sent} packets were lost.\n{lab.Rack.Logs()}");
    }
}
