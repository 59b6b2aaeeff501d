using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Kernel;

/// <summary>Events of Linux 6.18 as they came, with the ip command that caused each.</summary>
public class RouteParserTests
{
    private const byte Bird = 179;

    [Fact]
    public void A_route_through_a_gateway() => // ip route add 192.0.2.0/24 via 10.0.0.2 metric 50 proto 179
        Reads(
            """
            44000000 1800 0006 51ca046b 683a0000  02 18 00 00 fe b3 00 01 00000000
            0800 0f00 fe000000  0800 0100 c0000200  0800 0600 32000000  0800 0500 0a000002  0800 0400 07000000
            """,
            new KernelRoute(Prefix.Parse("192.0.2.0/24"), 254, 50, Bird, RouteType.Unicast, 0, null, Via("10.0.0.2"), 0));

    [Fact, Rfc(8950, "3")]
    public void An_IPv4_route_through_an_IPv6_gateway() => // ip route add 203.0.113.0/24 via inet6 fe80::1 dev v0 proto 179
        Reads(
            """
            4c000000 1800 0006 52ca046b 6a3a0000  02 18 00 00 fe b3 00 01 00000000
            0800 0f00 fe000000  0800 0100 cb007100  1600 1200 0a00 fe800000000000000000000000000001 0000  0800 0400 07000000
            """,
            new KernelRoute(Prefix.Parse("203.0.113.0/24"), 254, 0, Bird, RouteType.Unicast, 0, null, Via("fe80::1"), 0));

    [Fact]
    public void Several_next_hops_of_both_families() => // ip route add 198.51.100.0/24 metric 50 proto 179 nexthop via 10.0.0.2 dev v0 weight 3 nexthop via inet6 fe80::1 dev v0
        Reads(
            """
            68000000 1800 0006 52ca046b 693a0000  02 18 00 00 fe b3 00 01 00000000
            0800 0f00 fe000000  0800 0100 c6336400  0800 0600 32000000  3400 0900
              1000 00 02 07000000 0800 0500 0a000002
              2000 00 00 07000000 1600 1200 0a00 fe800000000000000000000000000001 0000
            """,
            new KernelRoute(
                Prefix.Parse("198.51.100.0/24"), 254, 50, Bird, RouteType.Unicast, 0, null,
                NextHops.Of(new NextHop(Address.Parse("10.0.0.2"), 7, 3), new NextHop(Address.Parse("fe80::1"), 7)), 0));

    [Fact]
    public void An_IPv6_route_with_several_next_hops() => // ip -6 route add 2001:db8::/32 proto 179 nexthop via fd00::2 nexthop via fd00::3
        Reads(
            """
            a8000000 1800 0004 52ca046b 6b3a0000  0a 20 00 00 fe b3 00 01 00000000
            0800 0f00 fe000000  1400 0100 20010db8000000000000000000000000  0800 0600 00040000  3c00 0900
              1c00 00 00 07000000 1400 0500 fd000000000000000000000000000002
              1c00 00 00 07000000 1400 0500 fd000000000000000000000000000003
            2400 0c00 0000000000000000000000000000000000000000000000000000000000000000  0500 1400 00 000000
            """,
            new KernelRoute(Prefix.Parse("2001:db8::/32"), 254, 1024, Bird, RouteType.Unicast, 0, null, Via("fd00::2", "fd00::3"), 0));

    [Fact]
    public void A_blackhole_has_no_next_hop_though_IPv6_shows_it_through_lo() => // ip -6 route add blackhole 2001:db8:1::/48 proto 179 metric 50
        Reads(
            """
            74000000 1800 0006 52ca046b 6c3a0000  0a 30 00 00 fe b3 00 06 00000000
            0800 0f00 fe000000  1400 0100 20010db8000100000000000000000000  0800 0600 32000000  0800 0400 01000000
            2400 0c00 0000000000000000000000000000000000000000000000000000000000000000  0500 1400 00 000000
            """,
            new KernelRoute(Prefix.Parse("2001:db8:1::/48"), 254, 50, Bird, RouteType.Blackhole, 0, null, NextHops.None, 0));

    [Fact]
    public void A_preferred_source_and_the_link_scope() => // the connected route of ip addr add 10.9.0.1 peer 10.9.0.2/32 dev v0
        Reads(
            """
            3c000000 1800 0006 00000000 00000000  02 20 00 00 fe 02 fd 01 00000000
            0800 0f00 fe000000  0800 0100 0a090002  0800 0700 0a090001  0800 0400 07000000
            """,
            new KernelRoute(
                Prefix.Parse("10.9.0.2/32"), 254, 0, 2, RouteType.Unicast, 253, Address.Parse("10.9.0.1"), NextHops.Of(new NextHop(null, 7)), 0));

    [Fact]
    public void Routes_that_leave_the_same_way_share_their_next_hops()
    {
        var parser = new RouteParser();
        var writes = new[] { "10.1.0.0/16", "10.2.0.0/16" }
            .Select(p => new RouteWrite(RouteOperation.Add, Prefix.Parse(p), RouteType.Unicast, 0, 254, Bird, Via("10.0.0.2", "10.0.0.3")))
            .Select(Messages.Encode)
            .ToArray();
        Assert.True(parser.TryParse(Messages.Of(writes[0]), out KernelRoute? first));
        Assert.True(parser.TryParse(Messages.Of(writes[1]), out KernelRoute? second));
        Assert.Same(first.NextHops, second.NextHops);
    }

    private static NextHops Via(params string[] gateways) => NextHops.Of([.. gateways.Select(g => new NextHop(Address.Parse(g), 7))]);

    private static void Reads(string hex, KernelRoute expected) =>
        Assert.Equal(expected, Messages.Route(Messages.Hex(hex.ReplaceLineEndings(""))));
}
