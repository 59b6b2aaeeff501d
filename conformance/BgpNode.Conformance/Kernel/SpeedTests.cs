using System.Diagnostics;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Conformance.Kernel;

/// <summary>Prints rates and judges only the result: a busy machine must not fail a test.</summary>
public sealed class SpeedTests : KernelTest
{
    private const int Count = 200_000;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Two_hundred_thousand_routes(bool throughObject, bool watched)
    {
        var failures = new List<RouteResult>();
        var nexthop = new Nexthop(1, Ours, Family.IPv4, Address.Parse("10.0.0.2"), Link);
        await Kernel.WriteNexthopsAsync(new[] { new NexthopWrite(RouteOperation.Add, nexthop) }, failures, Ct);
        NextHops via = throughObject ? NextHops.None : Via("10.0.0.2");
        RouteWrite[] adds = [.. Enumerable.Range(0, Count).Select(i => new RouteWrite(
            RouteOperation.Add, Prefix.Host(Address.V4(0x14000000 + (uint)i)), RouteType.Unicast, 50, Main, Ours, via, null, throughObject ? 1u : 0u))];
        RouteWrite[] deletes = [.. adds.Select(a => a with { Operation = RouteOperation.Delete, Via = NextHops.None, NexthopId = 0 })];
        using IKernelSubscription? events = watched ? Space.Run(() => Kernel.Subscribe(new KernelEventFilter { RouteProtocol = Ours })) : null;

        long start = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        await Kernel.WriteAsync(adds, failures, Ct);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Print("add", start);
        start = Stopwatch.GetTimestamp();
        int dumped = 0;
        await Kernel.DumpAsync(Family.IPv4, Main, Ours, _ => dumped++, Ct);
        Print("dump", start);
        start = Stopwatch.GetTimestamp();
        await Kernel.WriteAsync(deletes, failures, Ct);
        Print("delete", start);

        TestContext.Current.TestOutputHelper!.WriteLine($"octets allocated while adding: {allocated}");
        Assert.Empty(failures);
        Assert.Equal(Count, dumped);
        Assert.True(allocated < Count, $"{allocated} octets for {Count} routes: something is allocated per route.");
    }

    private static void Print(string what, long start) =>
        TestContext.Current.TestOutputHelper!.WriteLine($"{what}: {Count / Stopwatch.GetElapsedTime(start).TotalSeconds:0} routes/s");
}
