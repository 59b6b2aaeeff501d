using BgpNode.Kernel.Links;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Tests.Reconciler.Fib;

public sealed class NexthopObjectTests
{
    private const byte Ours = 179;
    private const uint First = ((uint)Ours << 20) + 1;
    private static readonly Prefix Far = Prefix.Parse("10.65.1.0/26");
    private static readonly Prefix Further = Prefix.Parse("10.65.2.0/26");
    private static readonly Prefix Six = Prefix.Parse("fd00:65::/64");
    private static readonly Address Tor = Address.Parse("192.0.2.1");
    private static readonly Address Spare = Address.Parse("192.0.2.2");

    [Fact]
    public async Task Routes_that_leave_the_same_way_name_one_object()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)), (Further, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null && bench.RouteTo(Further) is not null);

        Nexthop one = Assert.Single(bench.Kernel.Nexthops);
        Assert.Equal(new Nexthop(First, Ours, Family.IPv4, Tor, FibBench.Eth0), one);
        Assert.Equal((First, First), (bench.RouteTo(Far)!.NexthopId, bench.RouteTo(Further)!.NexthopId));
    }

    [Fact]
    public async Task Equal_paths_name_a_group_and_a_workload_names_its_link()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor, Spare)), (Further, FibBench.Workload("cali1")));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null && bench.RouteTo(Further) is not null);

        Nexthop group = Assert.Single(bench.Kernel.Nexthops, n => n.IsGroup);
        Assert.Equal(group.Id, bench.RouteTo(Far)!.NexthopId);
        Assert.Equal(2, bench.RouteTo(Far)!.NextHops.Count);
        Assert.Equal(0u, bench.RouteTo(Further)!.NexthopId);
    }

    [Fact]
    public async Task A_gateway_that_moves_to_another_link_is_one_message_for_all_its_routes()
    {
        await using var bench = await FibBench.StartAsync(kernel => kernel.AddLink(7, "eth7"));
        bench.Offer((Far, FibBench.Via(Tor)), (Further, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.RouteTo(Further) is not null);
        int writes = bench.Kernel.Written.Count;

        bench.Kernel.AddAddress(new InterfaceAddress(7, Address.Parse("192.0.2.130"), 28, 0, null));
        bench.Kernel.AddAddress(new InterfaceAddress(7, Address.Parse("192.0.2.11"), 28, 0, null));
        await bench.UntilAsync(() => bench.RouteTo(Far)!.NextHops[0].InterfaceIndex == 7);
        await bench.Loop.PingAsync(bench.Stop);
        Assert.Equal(7, bench.RouteTo(Further)!.NextHops[0].InterfaceIndex);
        Assert.Equal(writes, bench.Kernel.Written.Count);
        Assert.Equal(2, bench.Kernel.NexthopsWritten.Count);
    }

    [Fact]
    public async Task An_object_that_another_program_deletes_comes_back_with_its_routes()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)), (Further, FibBench.Via(Tor, Spare)));
        await bench.UntilAsync(() => bench.RouteTo(Further) is not null && bench.RouteTo(Far) is not null);
        await bench.Loop.PingAsync(bench.Stop); // the kernel has them, and the loop knows it

        // The group first: with its members it would go while the loop puts them back, which is another story.
        bench.Kernel.WriteNexthopByOther(RouteOperation.Delete, bench.Kernel.Nexthops.Single(nexthop => nexthop.IsGroup));
        await bench.UntilAsync(() => bench.RouteTo(Further)?.NextHops.Count == 2);
        await bench.Loop.PingAsync(bench.Stop);
        Assert.Equal(1, bench.Loop.Counters.RepairedDeleted);

        bench.Kernel.WriteNexthopByOther(RouteOperation.Delete, bench.Kernel.Nexthops.Single(nexthop => nexthop.Id == bench.RouteTo(Far)!.NexthopId));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null && bench.RouteTo(Further)?.NextHops.Count == 2);
        Assert.Equal(2, bench.Loop.Counters.RepairedDeleted);
    }

    [Fact]
    public async Task Objects_that_another_program_deletes_all_at_once_come_back_with_their_routes()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)), (Further, FibBench.Via(Tor, Spare)));
        await bench.UntilAsync(() => bench.RouteTo(Further) is not null && bench.RouteTo(Far) is not null);
        foreach (Nexthop nexthop in bench.Kernel.Nexthops)
        {
            bench.Kernel.WriteNexthopByOther(RouteOperation.Delete, nexthop);
        }

        await bench.UntilAsync(() => bench.RouteTo(Far) is not null && bench.RouteTo(Further)?.NextHops.Count == 2);
    }

    [Fact]
    public async Task An_object_that_another_program_bends_is_put_right_without_a_route_written()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null);
        int writes = bench.Kernel.Written.Count;

        bench.Kernel.WriteNexthopByOther(RouteOperation.Replace, bench.Kernel.Nexthops[0] with { Gateway = Spare });
        await bench.UntilAsync(() => bench.RouteTo(Far)!.NextHops[0].Gateway == Tor);
        Assert.Equal(1, bench.Loop.Counters.RepairedAltered);
        Assert.Equal(writes, bench.Kernel.Written.Count);
    }

    [Fact]
    public async Task Objects_of_the_run_before_are_adopted_with_their_routes_and_those_without_are_swept()
    {
        var uplink = new Nexthop(First + 5, Ours, Family.IPv4, Tor, FibBench.Eth0);
        var idle = new Nexthop(First + 6, Ours, Family.IPv4, Spare, FibBench.Eth0);
        var foreign = new Nexthop(77, 4, Family.IPv4, Spare, FibBench.Eth0);
        await using var bench = await FibBench.StartAsync(kernel =>
        {
            Array.ForEach([uplink, idle, foreign], nexthop => kernel.WriteNexthopByOther(RouteOperation.Add, nexthop));
            kernel.WriteByOther(new KernelRoute(Far, 254, 1024, Ours, RouteType.Unicast, 0, null, NextHops.Of(new NextHop(Tor, FibBench.Eth0)), uplink.Id));
        });

        bench.Offer((Far, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.Loop.Counters is { Stale: 0, Pending: 0 });
        Assert.Empty(bench.Kernel.Written);
        Assert.Empty(bench.Kernel.NexthopsWritten);

        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.Loop.PingAsync(bench.Stop);
        bench.Clock.Advance(TimeSpan.FromSeconds(31));
        await bench.UntilAsync(() => bench.Kernel.Nexthops.Count == 2);
        Assert.Equal([foreign, uplink], bench.Kernel.Nexthops);
    }

    [Fact]
    public async Task A_number_that_another_program_has_is_left_to_it()
    {
        var taken = new Nexthop(First, 4, Family.IPv4, Spare, FibBench.Eth0);
        await using var bench = await FibBench.StartAsync();
        bench.Kernel.WriteNexthopByOther(RouteOperation.Add, taken);
        bench.Offer((Far, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null);
        Assert.Equal(First + 1, bench.RouteTo(Far)!.NexthopId);
        Assert.Contains(taken, bench.Kernel.Nexthops);
    }

    [Fact]
    public async Task A_kernel_without_objects_gets_routes_that_name_their_next_hops()
    {
        await using var bench = await FibBench.StartAsync(kernel => kernel.HasNexthops = false);
        bench.Offer((Far, FibBench.Via(Tor)), (Further, FibBench.Via(Tor, Spare)));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null && bench.RouteTo(Further) is not null);
        Assert.Equal(NextHops.Of(new NextHop(Tor, FibBench.Eth0)), bench.RouteTo(Far)!.NextHops);
        Assert.Equal(0u, bench.RouteTo(Further)!.NexthopId);
        Assert.True(bench.Kernel.NexthopsWritten.Count <= 4);
    }

    [Fact]
    public async Task A_lost_carrier_takes_the_routes_and_its_return_brings_them_back()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)), (Six, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null);
        Link link = new(FibBench.Eth0, "eth0", IsUp: true, HasCarrier: false, 1500, default, "veth", 0);
        bench.Kernel.SetLink(link);
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NexthopId is null or 0);
        bench.Kernel.SetLink(link with { HasCarrier = true });
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NexthopId is not (null or 0));
        Assert.Equal(0, bench.Loop.Counters.RepairedDeleted);
    }
}
