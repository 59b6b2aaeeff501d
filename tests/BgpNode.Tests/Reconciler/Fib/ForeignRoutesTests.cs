using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Reconciler.Fib;
using Xunit;

namespace BgpNode.Tests.Reconciler.Fib;

public sealed class ForeignRoutesTests
{
    private static readonly Address Target = Address.Parse("203.0.113.7");
    private readonly ForeignRoutes _routes = new();

    [Fact]
    public void The_longest_prefix_wins_and_then_the_least_metric()
    {
        Assert.Null(_routes.Find(Target));
        _routes.Add(Route("0.0.0.0/0", 100, 1), replaced: false);
        _routes.Add(Route("203.0.113.0/24", 200, 2), replaced: false);
        _routes.Add(Route("203.0.113.0/24", 100, 3), replaced: false);
        Assert.Equal(3, Leaves());
        _routes.Remove(Route("203.0.113.0/24", 100, 3));
        Assert.Equal(2, Leaves());
        _routes.Remove(Route("203.0.113.0/24", 200, 2));
        Assert.Equal(1, Leaves());
        Assert.Null(_routes.Find(Address.Parse("2001:db8::1")));
    }

    [Fact]
    public void A_replaced_route_is_another_one_and_a_link_takes_its_routes_along()
    {
        _routes.Add(Route("0.0.0.0/0", 100, 1), replaced: false);
        _routes.Add(Route("0.0.0.0/0", 100, 5) with { Protocol = 16 }, replaced: true);
        Assert.Equal(5, Leaves());
        _routes.RemoveThrough(5);
        Assert.Null(_routes.Find(Target));
    }

    [Fact]
    public void Of_an_IPv6_route_single_next_hops_may_go()
    {
        KernelRoute both = Route("2001:db8::/32", 1024, 1) with { NextHops = NextHops.Of(Hop(1), Hop(2)) };
        _routes.Add(both, replaced: false);
        _routes.Remove(both with { NextHops = NextHops.Of(Hop(1)) });
        Assert.Equal(2, _routes.Find(Address.Parse("2001:db8::1"))!.NextHops[0].InterfaceIndex);
        _routes.Remove(both with { NextHops = NextHops.Of(Hop(2)) });
        Assert.Null(_routes.Find(Address.Parse("2001:db8::1")));
    }

    [Fact]
    public void Our_own_addresses_lead_nowhere()
    {
        _routes.Add(Route("203.0.113.7/32", 0, 1) with { Type = RouteType.Local }, replaced: false);
        Assert.Null(_routes.Find(Target));
    }

    private int Leaves() => _routes.Find(Target)!.NextHops[0].InterfaceIndex;

    private static NextHop Hop(int interfaceIndex) => new(null, interfaceIndex);

    private static KernelRoute Route(string destination, uint metric, int interfaceIndex) =>
        new(Prefix.Parse(destination), 254, metric, 4, RouteType.Unicast, 0, null, NextHops.Of(Hop(interfaceIndex)), 0);
}
