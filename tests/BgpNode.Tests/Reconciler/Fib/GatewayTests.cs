using BgpNode.Kernel.Links;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Reconciler.Fib;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Reconciler.Fib;

/// <summary>Which next hops can be reached, and what is said about them.</summary>
public sealed class GatewayTests
{
    private static readonly Prefix Far = Prefix.Parse("10.65.1.0/26");
    private static readonly Prefix Further = Prefix.Parse("10.65.2.0/26");
    private static readonly Address Tor = Address.Parse("192.0.2.1");
    private static readonly Address Spare = Address.Parse("198.51.100.1");
    private static readonly Address Remote = Address.Parse("203.0.113.7");
    private static readonly Link Eth0Down = new(FibBench.Eth0, "eth0", IsUp: true, HasCarrier: false, 1500, default, "veth", 0);

    [Fact, Rfc(4271, "9.1.2")]
    public async Task A_next_hop_that_nothing_leads_to_is_said_once_whatever_the_number_of_its_routes()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Remote)), (Further, FibBench.Via(Remote)));
        await bench.UntilAsync(() => bench.Owner.News.Count > 0);
        Assert.Equal([new GatewayNews(Remote, false)], bench.Owner.News);
        Assert.Contains("no link and no other route leads to it", (await bench.Loop.RouteAsync(Far, bench.Stop))!.Reason, StringComparison.Ordinal);
        Assert.Empty(bench.Kernel.Written);
        Assert.Equal(1, bench.Loop.Counters.UnreachableNextHops);
    }

    [Fact, Rfc(4271, "5.1.3")]
    public async Task A_next_hop_behind_a_route_that_is_not_ours_is_reached_through_its_next_hop()
    {
        await using var bench = await FibBench.StartAsync(kernel => kernel.WriteByOther(Foreign("0.0.0.0/0", new NextHop(Tor, FibBench.Eth0))));
        bench.Offer((Far, FibBench.Via(Remote)));
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NextHops.Equals(NextHops.Of(new NextHop(Tor, FibBench.Eth0))) == true);

        bench.Kernel.WriteByOther(Foreign("203.0.113.0/24", new NextHop(Address.Parse("192.0.2.77"), FibBench.Eth0)));
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NextHops[0].Gateway == Address.Parse("192.0.2.77"));
        Assert.Single(bench.Kernel.Written);

        bench.Kernel.DeleteByOther(Prefix.Parse("203.0.113.0/24"), 0);
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NextHops[0].Gateway == Tor);
        bench.Kernel.DeleteByOther(Prefix.Parse("0.0.0.0/0"), 0);
        await bench.UntilAsync(() => bench.Owner.News.Contains(new GatewayNews(Remote, false)));
        Assert.Single(bench.Kernel.Written);
    }

    [Fact]
    public async Task A_route_of_ours_is_no_way_to_a_gateway()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Prefix.Parse("203.0.113.0/24"), FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.Kernel.Routes.Count == 1);
        bench.Offer((Far, FibBench.Via(Remote)));
        await bench.UntilAsync(() => bench.Owner.News.Count == 1);
    }

    [Fact]
    public async Task A_lost_carrier_is_told_for_the_gateway_and_for_the_link_and_its_return_as_well()
    {
        await using var bench = await FibBench.StartAsync();
        bench.Offer((Far, FibBench.Via(Tor)));
        await bench.UntilAsync(() => bench.RouteTo(Far) is not null);
        Assert.Empty(bench.Owner.News);

        bench.Kernel.SetLink(Eth0Down);
        await bench.UntilAsync(() => bench.Owner.News.Count == 1);
        Assert.Equal(["eth0"], bench.Owner.LinksLost);
        bench.Kernel.SetLink(Eth0Down with { HasCarrier = true });
        await bench.UntilAsync(() => bench.Owner.News.Count == 2 && bench.RouteTo(Far) is not null);
        Assert.Equal([new GatewayNews(Tor, false), new GatewayNews(Tor, true)], bench.Owner.News);
    }

    [Fact]
    public async Task Of_several_gateways_those_that_are_left_carry_the_routes_without_a_route_written()
    {
        await using var bench = await FibBench.StartAsync(kernel =>
        {
            kernel.AddLink(7, "eth7");
            kernel.AddAddress(new InterfaceAddress(7, Address.Parse("198.51.100.10"), 24, 0, null));
        });
        bench.Offer((Far, FibBench.Via(Tor, Spare)), (Further, FibBench.Via(Tor, Spare)));
        await bench.UntilAsync(() => bench.RouteTo(Further)?.NextHops.Count == 2);
        int writes = bench.Kernel.Written.Count;

        bench.Kernel.SetLink(Eth0Down);
        await bench.UntilAsync(() => bench.Owner.News.Count == 1);
        Assert.Equal(NextHops.Of(new NextHop(Spare, 7)), bench.RouteTo(Far)!.NextHops);
        bench.Kernel.SetLink(Eth0Down with { HasCarrier = true });
        await bench.UntilAsync(() => bench.RouteTo(Far)!.NextHops.Count == 2 && bench.RouteTo(Further)!.NextHops.Count == 2);
        Assert.Equal(writes, bench.Kernel.Written.Count);
    }

    [Fact]
    public async Task A_link_local_next_hop_is_told_by_its_link_alone()
    {
        await using var bench = await FibBench.StartAsync();
        Address neighbour = Address.Parse("fe80::1");
        bench.Offer((Far, new FibPath { Kind = FibPathKind.Via, Gateways = [new FibGateway(neighbour, FibBench.Eth0)], Sources = ["tor"] }));
        await bench.UntilAsync(() => bench.RouteTo(Far)?.NextHops.Equals(NextHops.Of(new NextHop(neighbour, FibBench.Eth0))) == true);
        bench.Kernel.SetLink(Eth0Down);
        await bench.UntilAsync(() => bench.Owner.LinksLost.Count == 1);
        await bench.Loop.PingAsync(bench.Stop);
        Assert.Empty(bench.Owner.News);
    }

    private static KernelRoute Foreign(string destination, NextHop hop) =>
        new(Prefix.Parse(destination), 254, 0, 4, RouteType.Unicast, 0, null, NextHops.Of(hop), 0);
}
