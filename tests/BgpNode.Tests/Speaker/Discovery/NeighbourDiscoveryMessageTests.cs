using BgpNode.Speaker.Discovery;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Speaker.Discovery;

public sealed class NeighbourDiscoveryMessageTests
{
    // As FRR sends it: hop limit 64, lifetime 30 s, with its Ethernet address.
    private const string FromFrr = "86 00 12 34 40 00 00 1e 00 00 00 00 00 00 00 00 01 01 02 00 00 00 00 01";

    [Theory, Rfc(4861, "6.1.2")]
    [InlineData(FromFrr, NeighbourDiscoveryMessage.RouterAdvertisement)]
    [InlineData("86 00 12 34 40 00 00 1e 00 00 00 00 00 00 00 00", NeighbourDiscoveryMessage.RouterAdvertisement)]
    [InlineData("85 00 12 34 00 00 00 00", NeighbourDiscoveryMessage.RouterSolicitation)]
    [InlineData("85 00 12 34 00 00 00 00 01 01 02 00 00 00 00 01", NeighbourDiscoveryMessage.RouterSolicitation)]
    [InlineData("86 01 12 34 40 00 00 1e 00 00 00 00 00 00 00 00", 0)] // another code
    [InlineData("86 00 12 34 40 00 00 1e 00 00 00 00 00 00 00", 0)] // too short
    [InlineData("86 00 12 34 40 00 00 1e 00 00 00 00 00 00 00 00 01 00 02 00 00 00 00 01", 0)] // an option of no length
    [InlineData("86 00 12 34 40 00 00 1e 00 00 00 00 00 00 00 00 01 02 02 00 00 00 00 01", 0)] // an option beyond the end
    [InlineData("87 00 12 34 00 00 00 00 00 00 00 00 00 00 00 00", 0)]
    [InlineData("", 0)]
    public void What_is_sound_is_told_from_what_is_not(string message, byte type) =>
        Assert.Equal(type, NeighbourDiscoveryMessage.TypeOf(Convert.FromHexString(message.Replace(" ", "", StringComparison.Ordinal))));

    [Fact, Rfc(4861, "4.2")]
    public void Ours_makes_nobody_take_us_for_his_default_router()
    {
        ReadOnlySpan<byte> ours = NeighbourDiscoveryMessage.Advertisement.Span;
        Assert.Equal(NeighbourDiscoveryMessage.RouterAdvertisement, NeighbourDiscoveryMessage.TypeOf(ours));
        Assert.Equal([0, 0], ours[6..8].ToArray());
        Assert.Equal(NeighbourDiscoveryMessage.RouterSolicitation, NeighbourDiscoveryMessage.TypeOf(NeighbourDiscoveryMessage.Solicitation.Span));
    }
}
