using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class PathAttributesTests
{
    // Every attribute, by type.
    private const string Everything =
        "400101 02" // ORIGIN incomplete
        + "400206 0201 0000fde9"
        + "400304 c0000201"
        + "800404 00000032"
        + "400504 00000064"
        + "400600"
        + "c00708 0000fde9 0a000001"
        + "c00808 ffffff01 fde90064"
        + "800904 0a000002"
        + "800a08 00000001 00000002"
        + "c01008 0002fde900000064"
        + "e0190a 00020000000000000000" // unknown, with Partial
        + "c0200c 0000fde9 00000001 00000002"
        + "c02304 0000fde9"
        + "e0fe04 deadbeef";

    private static readonly PathAttributes Decoded = new()
    {
        Origin = Origin.Incomplete,
        AsPath = AsPath.Of(new AsNumber(65001)),
        NextHop = Address.Parse("192.0.2.1"),
        Med = 50,
        LocalPref = 100,
        AtomicAggregate = true,
        Aggregator = new(new(65001), new(0x0a000001)),
        Communities = [Community.NoExport.Value, new Community(65001, 100).Value],
        OriginatorId = new RouterId(0x0a000002),
        ClusterList = [1, 2],
        ExtendedCommunities = [0x0002fde900000064],
        LargeCommunities = [new(65001, 1, 2)],
        OnlyToCustomer = 65001,
        Unknown =
        [
            new(AttributeFlags.Optional | AttributeFlags.Transitive | AttributeFlags.Partial, (AttributeType)25, [0, 2, 0, 0, 0, 0, 0, 0, 0, 0]),
            new(AttributeFlags.Optional | AttributeFlags.Transitive | AttributeFlags.Partial, (AttributeType)254, [0xde, 0xad, 0xbe, 0xef]),
        ],
    };

    [Fact, Rfc(4271, "4.3")]
    public void Every_attribute_is_written_as_it_is_read()
    {
        Assert.Equal(Decoded, PathAttributes.Read(Bytes.Hex(Everything)));
        Assert.Equal(Bytes.Hex(Everything), Bytes.Of(Decoded.WriteCanonical));
        Assert.Equal(Bytes.Hex(Everything), Bytes.Of(output => Decoded.Write(output, fourOctetAs: true)));
    }

    [Theory, Rfc(4760, "3"), Rfc(8950, "3")]
    [InlineData("800e15 0002 01 10 20010db8000000000000000000000001 00", Family.IPv6, "2001:db8::1", null)]
    [InlineData("800e25 0002 01 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00", Family.IPv6, "2001:db8::1", "fe80::1")]
    [InlineData("800e15 0001 01 10 fe800000000000000000000000000001 00", Family.IPv4, "fe80::1", "fe80::1")]
    public void A_next_hop_outside_NEXT_HOP_stays_in_the_canonical_form_alone(string mpReach, Family family, string nextHop, string? linkLocal)
    {
        const string Before = "400101 00 400200";
        byte[] canonical = Bytes.Hex($"{Before} {mpReach} c0200c 0000fde9 00000001 00000002");
        PathAttributes read = PathAttributes.Read(canonical);
        Assert.Equal((family, nextHop, linkLocal), (read.Family, read.NextHop?.ToString(), read.LinkLocalNextHop?.ToString()));
        Assert.Equal(canonical, Bytes.Of(read.WriteCanonical));
        Assert.Equal(Bytes.Hex($"{Before} c0200c 0000fde9 00000001 00000002"), Bytes.Of(output => read.Write(output, fourOctetAs: true)));
    }

    [Fact, Rfc(6793, "4.2.2")]
    public void A_peer_with_two_octets_gets_AS_TRANS_and_AS4()
    {
        var set = new PathAttributes { AsPath = AsPath.Of(new(1), new(65536)), Aggregator = new(new(65536), new(7)) };
        Assert.Equal(
            Bytes.Hex("400101 00 400206 0202 0001 5ba0 c00706 5ba0 00000007 c0110a 0202 00000001 00010000 c01208 00010000 00000007"),
            Bytes.Of(output => set.Write(output, fourOctetAs: false)));

        var small = new PathAttributes { AsPath = AsPath.Of(new(1), new(2)) };
        Assert.Equal(Bytes.Hex("400101 00 400206 0202 0001 0002"), Bytes.Of(output => small.Write(output, fourOctetAs: false)));
    }

    [Fact, Rfc(4271, "4.3")]
    public void The_length_has_two_octets_only_from_256_on()
    {
        var set = new PathAttributes { Communities = [.. Enumerable.Range(0, 64).Select(i => (uint)i)] };
        byte[] wire = Bytes.Of(set.WriteCanonical);
        Assert.Equal(Bytes.Hex("d008 0100"), wire[7..11]);
        Assert.Equal(set, PathAttributes.Read(wire));
        Assert.Equal(Bytes.Hex("c008 fc"), Bytes.Of((set with { Communities = set.Communities[..63] }).WriteCanonical)[7..10]);
    }

    [Fact, Rfc(4271, "5")]
    public void A_Partial_bit_survives()
    {
        byte[] wire = Bytes.Hex("400101 00 400200 e00804 fde90064");
        PathAttributes read = PathAttributes.Read(wire);
        Assert.Equal(1UL << 8, read.PartialTypes);
        Assert.Equal(wire, Bytes.Of(read.WriteCanonical));
    }

    [Fact]
    public void Sets_are_equal_by_value()
    {
        PathAttributes again = PathAttributes.Read(Bytes.Hex(Everything));
        Assert.Equal(Decoded.GetHashCode(), again.GetHashCode());
        Assert.NotEqual(Decoded, again with { Communities = [1] });
        Assert.NotEqual(Decoded, again with { Med = 1 });
        Assert.NotEqual(Decoded, again with { AsPath = again.AsPath.Prepend(new(1)) });
        Assert.NotEqual(Decoded, again with { Unknown = [] });
    }
}
