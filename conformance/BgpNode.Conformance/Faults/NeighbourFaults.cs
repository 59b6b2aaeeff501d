using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class NeighbourFaults
{
    // Three nodes do the same on the same cores, just compiled, and beside whatever else the machine does: the table has the figure, this the bound.
    private const int Slack = 300;

    [Theory]
    [InlineData(false, 50, "neighbour's process killed, 2,000 routes to the other one")]
    [InlineData(true, 350, "neighbour's host gone, BFD 3 x 100 ms, 2,000 routes to the other one")]
    public async Task All_routes_take_the_other_way(bool frozen, int milliseconds, string fault)
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Bfd = frozen }, spine: true);
        if (frozen)
        {
            await Eventually.TrueAsync("BFD is up", () => lab.Rack.Tor.BfdIsUpAsync(lab.Node.Address), detail: lab.Rack.Logs);
        }

        await using RouteMonitor monitor = await RouteMonitor.StartAsync(lab.Node.Namespace, lab.Rack.Folder.Sub("monitor"));
        DateTime began = TimeProvider.System.GetLocalNow().DateTime;
        await (frozen ? lab.Rack.Tor.FreezeAsync(on: true) : lab.Rack.Tor.KillAsync());
        await Eventually.TrueAsync("all take the other way", async () => await lab.BySpineAsync() == FaultLab.Routes, TimeSpan.FromSeconds(5), lab.Rack.Logs);

        TimeSpan took = FaultLab.SwitchedAfter(monitor, began);
        FaultTable.Add(fault, $"under {milliseconds} ms", $"{took.TotalMilliseconds:0} ms from the command that did it");
        Assert.True(took < TimeSpan.FromMilliseconds(milliseconds + Slack), $"It took {took.TotalMilliseconds:0} ms.\n{lab.Rack.Logs()}");
    }
}
