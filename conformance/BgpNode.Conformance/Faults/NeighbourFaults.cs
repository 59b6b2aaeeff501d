using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance.Faults;

public sealed class NeighbourFaults
{
    // The must is for the native build. Just compiled, and beside other tests, three nodes take longer on the same cores.
    private static readonly int s_slack = BgpNodeDaemon.IsNative ? 0 : 300;

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

        await using RouteMonitor monitor = await RouteMonitor.StartAsync(lab.Node.Namespace, lab.Rack.Folder.Sub("monitor"), links: how == "cut");
        DateTime began = TimeProvider.System.GetLocalNow().DateTime;
        await (how switch
        {
            "killed" => lab.Rack.Tor.KillAsync(),
            "cut" => lab.Rack.TorNamespace.IpAsync($"link set {lab.Node.TorInterface} down"),
            _ => lab.Rack.Tor.FreezeAsync(on: true),
        });
        TimeSpan seen = await Eventually.TrueAsync("all take the other way", async () => await lab.BySpineAsync() == FaultLab.Routes, TimeSpan.FromSeconds(5), lab.Rack.Logs);

        // A command is a process, and takes a while to do what it says: of a link the kernel tells when it was cut.
        began = monitor.Events().FirstOrDefault(e => e.At >= began && e.Line.Contains("NO-CARRIER", StringComparison.Ordinal))?.At ?? began;

        // With next hops of their own no route changes, only what it points to.
        TimeSpan took = FaultLab.SwitchedAfter(monitor, began) ?? seen;
        FaultTable.Add(fault, $"under {milliseconds} ms", $"{took.TotalMilliseconds:0} ms");
        Assert.True(took < TimeSpan.FromMilliseconds(milliseconds + s_slack), $"It took {took.TotalMilliseconds:0} ms.\n{lab.Rack.Logs()}");
    }
}
