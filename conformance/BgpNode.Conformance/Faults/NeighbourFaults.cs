using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class NeighbourFaults
{
    // Three nodes do the same on the same cores, just compiled, and beside whatever else the machine does: the table has the figure, this the bound.
    private const int Slack = 300;

    [Theory]
    [InlineData("killed", 50, "neighbour's process killed, 2,000 routes to the other one")]
    [InlineData("cut", 50, "neighbour's link cut, 2,000 routes to the other one")]
    [InlineData("frozen", 350, "neighbour's host gone, BFD 3 x 100 ms, 2,000 routes to the other one")]
    public async Task All_routes_take_the_other_way(string how, int milliseconds, string fault)
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Bfd = how == "frozen" }, spine: true);
        if (how == "frozen")
        {
            await Eventually.TrueAsync("BFD is up", () => lab.Rack.Tor.BfdIsUpAsync(lab.Node.Address), detail: lab.Rack.Logs);
        }

        await using RouteMonitor monitor = await RouteMonitor.StartAsync(lab.Node.Namespace, lab.Rack.Folder.Sub("monitor"));
        DateTime began = TimeProvider.System.GetLocalNow().DateTime;
        await (how switch
        {
            "killed" => lab.Rack.Tor.KillAsync(),
            "cut" => lab.Rack.TorNamespace.IpAsync($"link set {lab.Node.TorInterface} down"),
            _ => lab.Rack.Tor.FreezeAsync(on: true),
        });
        TimeSpan seen = await Eventually.TrueAsync("all take the other way", async () => await lab.BySpineAsync() == FaultLab.Routes, TimeSpan.FromSeconds(5), lab.Rack.Logs);

        // With next hops of their own no route changes, only what it points to.
        TimeSpan took = FaultLab.SwitchedAfter(monitor, began) ?? seen;
        FaultTable.Add(fault, $"under {milliseconds} ms", $"{took.TotalMilliseconds:0} ms from the command that did it");
        Assert.True(took < TimeSpan.FromMilliseconds(milliseconds + Slack), $"It took {took.TotalMilliseconds:0} ms.\n{lab.Rack.Logs()}");
    }
}
