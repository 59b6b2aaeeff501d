using System.Runtime.InteropServices;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Kernel;

public class RouteEncoderTests
{
    private static readonly Gen<Address> V4 = Gen.UInt.Select(Address.V4);
    private static readonly Gen<Address> V6 = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => Address.V6(new UInt128(high, low)));

    private static Gen<NextHop> HopOf(Family family) => Gen.Select(
        Gen.OneOf(family == Family.IPv4 ? Gen.OneOf(V4, V6).Select(a => (Address?)a) : V6.Select(a => (Address?)a), Gen.Const((Address?)null)),
        Gen.Int[1, 100],
        Gen.Int[1, 256],
        Gen.Bool,
        (gateway, index, weight, onLink) => new NextHop(gateway, index, (ushort)weight, onLink));

    private static readonly Gen<RouteWrite> AnyAdd = Gen.Enum<Family>().SelectMany(family => Gen.Select(
        family == Family.IPv4 ? Gen.Select(V4, Gen.Int[0, 32], (a, l) => new Prefix(a, l)) : Gen.Select(V6, Gen.Int[0, 128], (a, l) => new Prefix(a, l)),
        Gen.OneOf(Gen.Const(RouteType.Unicast), Gen.Const(RouteType.Local), Gen.Const(RouteType.Blackhole), Gen.Const(RouteType.Unreachable), Gen.Const(RouteType.Prohibit)),
        Gen.Select(Gen.UInt, Gen.UInt[1, 1000], Gen.Byte[1, 255]),
        HopOf(family).List[1, 20],
        Gen.OneOf(family == Family.IPv4 ? V4.Select(a => (Address?)a) : V6.Select(a => (Address?)a), Gen.Const((Address?)null)),
        Gen.OneOf(Gen.Const(0u), Gen.UInt[1, 9]),
        (prefix, type, numbers, hops, source, nexthop) => new RouteWrite(
            RouteOperation.Add, prefix, type, numbers.Item1, numbers.Item2, numbers.Item3,
            nexthop != 0 || type.IsRefusal() ? NextHops.None : NextHops.Of(CollectionsMarshal.AsSpan(hops)), source, nexthop)));

    /// <summary>The kernel tells a route in the same message that writes it, so what we write we must also read.</summary>
    [Fact]
    public void Every_write_is_read_back_as_the_route_it_asks_for() =>
        AnyAdd.Sample(write => Messages.Route(Messages.Encode(write)) is { } route && route.Matches(write));

    [Fact]
    public void An_add_refuses_to_touch_what_is_there() =>
        Writes( // REQUEST | EXCL | CREATE
            RouteOperation.Add,
            """
            44000000 1800 0106 01000000 00000000  02 18 00 00 fe b3 00 01 00000000
            0800 0100 c0000200  0800 0f00 fe000000  0800 0600 32000000  0800 0500 0a000002  0800 0400 07000000
            """);

    [Fact]
    public void A_replace_creates_nothing() =>
        Writes( // REQUEST | REPLACE
            RouteOperation.Replace,
            """
            44000000 1800 0101 01000000 00000000  02 18 00 00 fe b3 00 01 00000000
            0800 0100 c0000200  0800 0f00 fe000000  0800 0600 32000000  0800 0500 0a000002  0800 0400 07000000
            """);

    [Fact]
    public void A_delete_names_owner_table_and_metric_and_any_type_and_scope() =>
        Writes( // scope 255 is NOWHERE, type 0
            RouteOperation.Delete,
            """
            34000000 1900 0100 01000000 00000000  02 18 00 00 fe b3 ff 00 00000000
            0800 0100 c0000200  0800 0f00 fe000000  0800 0600 32000000
            """);

    [Fact]
    public void The_widest_route_fits_a_message()
    {
        NextHops widest = NextHops.Of([.. Enumerable.Range(1, NextHops.MaxCount).Select(i => new NextHop(Address.V6((UInt128)i), i))]);
        var write = new RouteWrite(RouteOperation.Add, Prefix.Parse("192.0.2.0/24"), RouteType.Unicast, 50, 254, 179, widest);
        Assert.Equal(widest, Messages.Route(Messages.Encode(write))?.NextHops);
    }

    [Theory]
    [InlineData("192.0.2.0/24", 0u, 0u)]
    [InlineData("2001:db8::/32", 0u, 1024u)]
    [InlineData("2001:db8::/32", 50u, 50u)]
    public void Metric_0_is_another_one_for_IPv6(string prefix, uint metric, uint effective) =>
        Assert.Equal(
            effective,
            new RouteWrite(RouteOperation.Add, Prefix.Parse(prefix), RouteType.Unicast, metric, 254, 179, NextHops.None).EffectiveMetric);

    [Fact]
    public void A_write_without_owner_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Messages.Encode(
            new RouteWrite(RouteOperation.Delete, Prefix.Parse("192.0.2.0/24"), RouteType.Unicast, 50, 254, 0, NextHops.None)));

    private static void Writes(RouteOperation operation, string hex)
    {
        NextHops via = operation == RouteOperation.Delete ? NextHops.None : NextHops.Of(new NextHop(Address.Parse("10.0.0.2"), 7));
        var write = new RouteWrite(operation, Prefix.Parse("192.0.2.0/24"), RouteType.Unicast, 50, 254, 179, via);
        Assert.Equal(Convert.ToHexString(Messages.Hex(hex.ReplaceLineEndings(""))), Convert.ToHexString(Messages.Encode(write)));
    }
}
