using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class AttributeScannerTests
{
    private const string Origin = "40010100";
    private const string Med = "80040400000001";
    private const string Reach = "800e05 0001040000";
    private const string Unreach = "800f03 000201";

    [Theory, Rfc(7606, "5.1")]
    [InlineData(Origin + Med, true, false, false)]
    [InlineData(Reach + Origin + Med, true, true, false)]
    [InlineData(Unreach + Reach + Origin + Med, true, true, true)]
    [InlineData(Origin + Med + Reach, true, true, false)]
    [InlineData(Origin + Med + Reach + Unreach, true, true, true)]
    [InlineData(Unreach + Origin + Med + Reach, true, true, true)]
    [InlineData(Origin + Reach + Med, false, true, false)]
    [InlineData(Origin + Reach + Med + Unreach, false, true, true)]
    public void The_rest_is_the_same_wherever_MP_attributes_stand(string attributes, bool onePiece, bool reach, bool unreach)
    {
        byte[] wire = Bytes.Hex(attributes);
        ScannedAttributes scanned = AttributeScanner.Scan(wire);
        Assert.Equal((onePiece, reach, unreach), (scanned.RestInOnePiece, scanned.HasMpReach, scanned.HasMpUnreach));
        Assert.False(scanned.Duplicated || scanned.Overrun);

        byte[] copy = new byte[wire.Length];
        Assert.Equal(Bytes.Hex(Origin + Med), copy[..scanned.CopyRest(copy)]);
        if (onePiece)
        {
            Assert.Equal(Bytes.Hex(Origin + Med), scanned.Rest.ToArray());
        }

        Assert.Equal(reach ? Bytes.Hex(Reach) : [], scanned.MpReachAttribute.ToArray());
        Assert.Equal(unreach ? Bytes.Hex(Unreach) : [], scanned.MpUnreachAttribute.ToArray());
    }

    [Fact, Rfc(7606, "4")]
    public void Octets_after_an_overrun_stay_with_the_rest()
    {
        ScannedAttributes scanned = AttributeScanner.Scan(Bytes.Hex(Origin + Reach + "4002ff"));
        Assert.True(scanned.Overrun);
        Assert.False(scanned.RestInOnePiece);
        byte[] copy = new byte[64];
        Assert.Equal(Bytes.Hex(Origin + "4002ff"), copy[..scanned.CopyRest(copy)]);
    }

    [Fact, Rfc(7606, "3")]
    public void A_second_MP_attribute_is_noticed() => Assert.True(AttributeScanner.Scan(Bytes.Hex(Reach + Origin + Reach)).Duplicated);

    [Theory, Rfc(2545, "3"), Rfc(8950, "3")]
    [InlineData("c0000201", "192.0.2.1", null)]
    [InlineData("20010db8000000000000000000000001", "2001:db8::1", null)]
    [InlineData("fe800000000000000000000000000001", "fe80::1", "fe80::1")]
    [InlineData("20010db8000000000000000000000001 fe800000000000000000000000000001", "2001:db8::1", "fe80::1")]
    [InlineData("00000000000000000000000000000000 fe800000000000000000000000000001", "fe80::1", "fe80::1")]
    [InlineData("fe800000000000000000000000000001 fe800000000000000000000000000001", "fe80::1", "fe80::1")]
    public void A_next_hop_has_one_or_two_addresses(string field, string nextHop, string? linkLocal)
    {
        Assert.True(MpReach.TryReadNextHop(Bytes.Hex(field), out Address read, out Address? second));
        Assert.Equal((nextHop, linkLocal), (read.ToString(), second?.ToString()));
    }
}
