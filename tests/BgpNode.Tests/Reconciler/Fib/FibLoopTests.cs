using BgpNode.Kernel;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Reconciler.Fib;
using Xunit;

namespace BgpNode.Tests.Reconciler.Fib;

public sealed class FibLoopTests
{
    private static readonly Prefix Web = Prefix.Parse("10.65.0.2/32");
    private static readonly Prefix Far = Prefix.Parse("10.65.1.0/26");
    private static readonly Address Tor = Address.Parse("192.0.2.1");

    [Fact]
    public async Task A_workload_is_acknowledged_only_after_the_kernel_has_its_route()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Kernel.Hold();
        bench.Offer((Web, FibBench.Workload("cali1")));
        await bench.UntilAsync(() => bench.Kernel.Written.Count == 0 && bench.Loop.Counters.Wanted(Family.IPv4) == 1);
        Assert.Empty(bench.Owner.Acknowledged);

        bench.Kernel.Release();
        await bench.UntilAsync(() => bench.Owner.Acknowledged.Contains(Web));
        Assert.Equal(NextHops.Of(new NextHop(null, FibBench.Cali1)), bench.RouteTo(Web)!.NextHops);
        Assert.Equal(179, bench.RouteTo(Web)!.Protocol);
    }

    [Fact]
    public async Task A_refused_workload_is_not_acknowledged_and_is_tried_again()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Kernel.Refuse(Web, Errno.NoMemory);
        bench.Offer((Web, FibBench.Workload("cali1")));
        await bench.UntilAsync(() => bench.Loop.Counters.Failed == 1);
        Assert.Empty(bench.Owner.Acknowledged);
        FibRoute row = Assert.Single(await bench.Loop.RoutesAsync(10, null, onlyWrong: true, bench.Stop));
        Assert.Equal("failed", row.State);
        Assert.Contains("ENOMEM", row.Reason, StringComparison.Ordinal);

        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await bench.UntilAsync(() => bench.Owner.Acknowledged.Contains(Web));
        Assert.Equal(0, bench.Loop.Counters.Failed);
    }

    [Fact]
    public async Task A_route_waits_for_its_interface_and_follows_it()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Web, FibBench.Workload("cali9")));
        await bench.UntilAsync(() => bench.Loop.Counters.Failed == 1);

        bench.Kernel.AddLink(9, "cali9");
        await bench.UntilAsync(() => bench.RouteTo(Web) is not null);
        bench.Kernel.RemoveLink(9);
        await bench.UntilAsync(() => bench.Loop.Counters.Failed == 1);
        bench.Kernel.AddLink(10, "cali9");
        await bench.UntilAsync(() => bench.RouteTo(Web)?.NextHops.Equals(NextHops.Of(new NextHop(null, 10))) == true);
    }

    [Fact]
    public async Task Routes_of_a_link_that_went_down_and_up_are_written_again()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)));
        bool LeavesByEth0() => bench.RouteTo(Far)?.NextHops.Equals(NextHops.Of(new NextHop(Tor, FibBench.Eth0))) == true;
        await bench.UntilAsync(LeavesByEth0);

        Link link = new(FibBench.Eth0, "eth0", IsUp: false, HasCarrier: false, 1500, default, "veth", 0);
        bench.Kernel.SetLink(link);
        await bench.UntilAsync(() => !LeavesByEth0());
        bench.Kernel.SetLink(link with { IsUp = true, HasCarrier = true });
        await bench.UntilAsync(LeavesByEth0);
    }

    [Fact]
    public async Task What_another_program_deletes_or_alters_is_put_back_and_counted()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)), (Web, FibBench.Workload("cali1")));
        await bench.UntilAsync(() => bench.Kernel.Routes.Count == 2);
        KernelRoute ours = bench.RouteTo(Far)!;

        Assert.True(bench.Kernel.DeleteByOther(Web, 1024));
        await bench.UntilAsync(() => bench.RouteTo(Web) is not null);
        Assert.Equal(1, bench.Loop.Counters.RepairedDeleted);

        bench.Kernel.WriteByOther(ours with { NextHops = NextHops.Of(new NextHop(Address.Parse("192.0.2.9"), FibBench.Eth0)), NexthopId = 0 });
        await bench.UntilAsync(() => ours.Equals(bench.RouteTo(Far)));
        Assert.Equal(1, bench.Loop.Counters.RepairedAltered);

        bench.Kernel.WriteByOther(ours with { Protocol = 4, NextHops = NextHops.Of(new NextHop(Address.Parse("192.0.2.9"), FibBench.Eth0)), NexthopId = 0 });
        await bench.UntilAsync(() => ours.Equals(bench.RouteTo(Far)));
        Assert.Equal(2, bench.Loop.Counters.RepairedAltered);
    }

    [Fact]
    public async Task When_the_foreign_route_in_our_way_goes_ours_is_written_without_waiting()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Kernel.WriteByOther(new KernelRoute(Far, 254, 1024, 4, RouteType.Unicast, 0, null, NextHops.Of(new NextHop(Address.Parse("192.0.2.9"), FibBench.Eth0)), 0));
        bench.Offer((Far, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.Loop.Counters.Failed == 1);

        Assert.True(bench.Kernel.DeleteByOther(Far, 1024));
        await bench.UntilAsync(() => bench.RouteTo(Far) is { Protocol: 179 });
        Assert.Equal(0, bench.Loop.Counters.Failed);
    }

    [Fact]
    public async Task A_foreign_route_in_our_way_is_left_alone_and_said()
    {
        await using var bench = await FibBench.StartAsync();
        var foreign = new KernelRoute(Far, 254, 1024, 4, RouteType.Unicast, 0, null, NextHops.Of(new NextHop(Address.Parse("192.0.2.9"), FibBench.Eth0)), 0);
        bench.Kernel.WriteByOther(foreign);
        bench.Offer((Far, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.Loop.Counters.Failed == 1);

        Assert.Equal(foreign, bench.RouteTo(Far));
        Assert.Contains("another program", (await bench.Loop.RouteAsync(Far, bench.Stop))!.Reason, StringComparison.Ordinal);
        bench.Offer((Far, null));
        await bench.UntilAsync(() => bench.Loop.Counters.Failed == 0);
        Assert.Equal(foreign, bench.RouteTo(Far));
        Assert.Empty(bench.Kernel.ForeignRoutesLost);
    }

    [Fact]
    public async Task A_route_with_our_number_that_nobody_wants_is_removed()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Kernel.WriteByOther(new KernelRoute(Far, 254, 1024, 179, RouteType.Unicast, 0, null, NextHops.Of(new NextHop(Tor, FibBench.Eth0)), 0));
        await bench.UntilAsync(() => bench.RouteTo(Far) is null);
        Assert.Equal(1, bench.Loop.Counters.RemovedUnknown);
    }

    [Fact]
    public async Task Routes_of_the_run_before_stay_until_their_source_is_in_sync()
    {
        var uplink = new Nexthop((179u << 20) + 1, 179, Family.IPv4, Tor, FibBench.Eth0);
        KernelRoute Ours(Prefix prefix, NextHop hop) =>
            new(prefix, 254, 1024, 179, RouteType.Unicast, 0, null, NextHops.Of(hop), hop.Gateway is null ? 0 : uplink.Id);
        Prefix stale = Prefix.Parse("10.65.2.0/26");
        Prefix gone = Prefix.Parse("10.65.0.3/32");
        await using var bench = await FibBench.StartAsync(kernel =>
        {
            kernel.WriteNexthopByOther(RouteOperation.Add, uplink);
            kernel.WriteByOther(Ours(Far, new NextHop(Tor, FibBench.Eth0)));
            kernel.WriteByOther(Ours(stale, new NextHop(Tor, FibBench.Eth0)));
            kernel.WriteByOther(Ours(Web, new NextHop(null, FibBench.Cali1)));
            kernel.WriteByOther(Ours(gone, new NextHop(null, FibBench.Cali1)));
        });
        Assert.Equal(4, bench.Loop.Counters.Stale);

        bench.Offer((Far, FibBench.Via(Tor)), (Web, FibBench.Workload("cali1")));
        await bench.UntilAsync(() => bench.Owner.Acknowledged.Contains(Web));
        Assert.Empty(bench.Kernel.Written); // as wanted already: not one message
        Assert.Equal(4, bench.Kernel.Routes.Count);

        bench.Synced(null, Family.IPv4);
        await bench.UntilAsync(() => bench.RouteTo(gone) is null);
        Assert.NotNull(bench.RouteTo(stale));

        bench.Synced("tor", Family.IPv4);
        await bench.UntilAsync(() => bench.RouteTo(stale) is null);
        Assert.Equal(2, bench.Kernel.Routes.Count);
    }

    [Fact]
    public async Task Stale_routes_of_a_source_that_never_comes_back_end_with_the_stale_time()
    {
        await using var bench = await FibBench.StartAsync(kernel =>
            kernel.WriteByOther(new KernelRoute(Far, 254, 1024, 179, RouteType.Unicast, 0, null, NextHops.Of(new NextHop(Tor, FibBench.Eth0)), 0)));
        bench.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.NotNull(bench.RouteTo(Far));
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await bench.UntilAsync(() => bench.RouteTo(Far) is null);
    }

    [Fact]
    public async Task An_overrun_leads_to_a_comparison_that_finds_what_events_missed()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)), (Web, FibBench.Workload("cali1")));
        await bench.UntilAsync(() => bench.Kernel.Routes.Count == 2);

        bench.Kernel.LoseEvents();
        bench.Kernel.DeleteByOther(Web, 1024);
        await bench.UntilAsync(() => bench.RouteTo(Web) is not null);
        await bench.UntilAsync(() => bench.Loop.Counters.Overruns >= 1);
    }

    [Fact]
    public async Task Equal_paths_become_one_multipath_route()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor, Address.Parse("192.0.2.2"))));
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NextHops.Count == 2);
    }
}
