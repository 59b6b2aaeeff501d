using BgpNode.Kernel.Routes;
using BgpNode.Net;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Kernel;

public class NextHopsTests
{
    [Fact]
    public void Order_does_not_matter() =>
        Gen.Select(Gen.UInt[0, 3].Select(Address.V4), Gen.Int[1, 3], Gen.Int[1, 3], (gateway, index, weight) => new NextHop(gateway, index, (ushort)weight))
            .Array[0, 8]
            .Sample(hops =>
            {
                NextHops one = NextHops.Of(hops), other = NextHops.Of([.. hops.Reverse()]);
                return one.Equals(other) && one.GetHashCode() == other.GetHashCode();
            });

    [Fact]
    public void The_weight_of_a_single_next_hop_says_nothing() =>
        Assert.Equal(NextHops.Of(new NextHop(null, 7)), NextHops.Of([new NextHop(null, 7, 9)]));

    [Fact]
    public void They_are_shown_as_ip_would_show_them()
    {
        Assert.Equal("nowhere", NextHops.None.ToString());
        Assert.Equal(
            "if 3, via 10.0.0.2 if 7 weight 3 onlink",
            NextHops.Of(new NextHop(Address.Parse("10.0.0.2"), 7, 3, OnLink: true), new NextHop(null, 3)).ToString());
    }

    [Fact]
    public void Too_many_or_too_heavy_ones_are_a_bug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NextHops.Of(new NextHop[NextHops.MaxCount + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => NextHops.Of(new NextHop(null, 1, 257), new NextHop(null, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NextHops.Of(new NextHop(null, 1, 0), new NextHop(null, 2)));
    }
}
