using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class CommunityTests
{
    [Theory, Rfc(1997, "4"), Rfc(8326, "3"), Rfc(7999, "2")]
    [InlineData("0:0", 0u)]
    [InlineData("65001:100", 0xfde90064)]
    [InlineData("65535:65535", 0xffffffff)]
    [InlineData("no-export", 0xffffff01)]
    [InlineData("no-advertise", 0xffffff02)]
    [InlineData("no-export-subconfed", 0xffffff03)]
    [InlineData("graceful-shutdown", 0xffff0000)]
    [InlineData("blackhole", 0xffff029a)]
    public void A_community_is_written_as_it_is_read(string text, uint value)
    {
        Assert.Equal(value, Community.Parse(text).Value);
        Assert.Equal(text, new Community(value).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("65001")]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData("65536:1")]
    [InlineData("1:65536")]
    [InlineData("-1:1")]
    [InlineData("1:2:3")]
    [InlineData("NO-EXPORT")]
    public void A_wrong_community_is_refused(string text)
    {
        Assert.False(Community.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Community.Parse(text));
    }

    [Fact, Rfc(8092, "5")]
    public void A_large_community_is_written_as_it_is_read()
    {
        Assert.Equal(new LargeCommunity(4294967295, 0, 7), LargeCommunity.Parse("4294967295:0:7"));
        Assert.Equal("4294967295:0:7", new LargeCommunity(4294967295, 0, 7).ToString());
    }

    [Theory]
    [InlineData("1:2")]
    [InlineData("1:2:3:4")]
    [InlineData("1:02:3")]
    [InlineData("1::3")]
    [InlineData("4294967296:1:1")]
    public void A_wrong_large_community_is_refused(string text) => Assert.False(LargeCommunity.TryParse(text, out _));

    [Theory, Rfc(4360, "4")]
    [InlineData(0x0002fde900000064UL, "rt:65001:100", true)]
    [InlineData(0x0102c00002010064UL, "rt:192.0.2.1:100", true)]
    [InlineData(0x0203000100000064UL, "ro:65536:100", true)]
    [InlineData(0x4004fde900000064UL, "generic:0x4004fde900000064", false)]
    public void An_extended_community_is_shown(ulong value, string text, bool transitive)
    {
        var community = new ExtendedCommunity(value);
        Assert.Equal((text, transitive), (community.ToString(), community.IsTransitive));
    }
}
