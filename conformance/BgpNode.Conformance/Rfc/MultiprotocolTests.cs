using BgpNode.Conformance.Rfc.Lab;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>MP_REACH_NLRI and MP_UNREACH_NLRI: what is taken, what withdraws, what ends the session.</summary>
public sealed class MultiprotocolTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const string Hop = "fd00:9::99";

    private static readonly LabPeer Out = LabPeer.External;
    private static readonly byte[] As = Path(Out.As);
    private static readonly byte[] GlobalAndLinkLocal = [.. Address(Hop), .. Address("fe80::99")];

    private static readonly Dictionary<string, (string Rule, Func<string, byte[]> Message)> Good = new()
    {
        ["MP_REACH_NLRI before the other attributes"] = ("7606 §5.1", prefix => Update([], [.. Reach(prefix, Hop), .. Igp, .. As], [])),
        ["MP_REACH_NLRI after the other attributes"] = ("4760 §3", prefix => Update([], [.. Igp, .. As, .. Reach(prefix, Hop)], [])),
        ["a next hop of 32 octets"] = ("4760 §3", prefix => Update([], [.. Igp, .. As, .. ReachOf(GlobalAndLinkLocal, Nlri(prefix))], [])),
        ["the reserved octet set"] = ("4760 §3", prefix => Update([], [.. Igp, .. As, .. Attribute(Optional, 14, [0, 2, 1, 16, .. Address(Hop), 7, .. Nlri(prefix)])], [])),
        ["a length of two octets that one would hold"] = ("4271 §4.3", prefix => Update([], [.. Igp, .. As, .. Attribute(Optional | ExtendedLength, 14, [0, 2, 1, 16, .. Address(Hop), 0, .. Nlri(prefix)])], [])),
        ["a NEXT_HOP besides"] = ("4760 §3", prefix => Update([], [.. Igp, .. As, .. NextHop(Out.Address), .. Reach(prefix, Hop)], [])),
        ["a NEXT_HOP besides that cannot be one"] = ("4760 §3", prefix => Update([], [.. Igp, .. As, .. NextHop("127.0.0.1"), .. Reach(prefix, Hop)], [])),
        ["MP_UNREACH_NLRI of another prefix besides"] = ("4760 §4", prefix => Update([], [.. Igp, .. As, .. Reach(prefix, Hop), .. Unreach("2001:db8:ffff::/48")], [])),
        ["IPv4 routes besides"] = ("4760 §3", prefix => Update([], [.. Igp, .. As, .. NextHop(Out.Address), .. Reach(prefix, Hop)], Nlri("20.253.0.0/24"))),
        ["an IPv4 withdrawal besides"] = ("4760 §3", prefix => Update(Nlri("20.253.0.0/24"), [.. Igp, .. As, .. Reach(prefix, Hop)], [])),
        ["several prefixes"] = ("4760 §5", prefix => Update([], [.. Igp, .. As, .. ReachOf(Address(Hop), [.. Nlri("2001:db8:fffe::/64"), .. Nlri(prefix), .. Nlri("2001:db8:fffd::1/128")])], [])),
    };

    private static readonly Dictionary<string, (string Rule, Func<string, byte[]> Message)> Withdrawing = new()
    {
        ["MP_UNREACH_NLRI"] = ("4760 §4", prefix => Update([], Unreach(prefix), [])),
        ["MP_UNREACH_NLRI with other attributes"] = ("4760 §4", prefix => Update([], [.. Igp, .. As, .. Unreach(prefix)], [])),
        ["MP_UNREACH_NLRI with the flags of another"] = ("7606 §3 c", prefix => Update([], Attribute(OptionalTransitive, 15, [0, 2, 1, .. Nlri(prefix)]), [])),
        ["ORIGIN missing"] = ("7606 §3 d", prefix => Update([], [.. As, .. Reach(prefix, Hop)], [])),
        ["AS_PATH missing"] = ("7606 §3 d", prefix => Update([], [.. Igp, .. Reach(prefix, Hop)], [])),
        ["ORIGIN 7"] = ("7606 §7.1", prefix => Update([], [.. Attribute(WellKnown, 1, 7), .. As, .. Reach(prefix, Hop)], [])),
        ["MP_REACH_NLRI transitive"] = ("7606 §3 c", prefix => Update([], [.. Igp, .. As, .. Attribute(OptionalTransitive, 14, [0, 2, 1, 16, .. Address(Hop), 0, .. Nlri(prefix)])], [])),
        ["MP_REACH_NLRI well-known"] = ("7606 §3 c", prefix => Update([], [.. Igp, .. As, .. Attribute(WellKnown, 14, [0, 2, 1, 16, .. Address(Hop), 0, .. Nlri(prefix)])], [])),
        ["the next hop ::"] = ("7606 §7.11", prefix => Update([], [.. Igp, .. As, .. Reach(prefix, "::")], [])),
        ["the next hop ::1"] = ("7606 §7.11", prefix => Update([], [.. Igp, .. As, .. Reach(prefix, "::1")], [])),
        ["a multicast next hop"] = ("7606 §7.11", prefix => Update([], [.. Igp, .. As, .. Reach(prefix, "ff02::1")], [])),
        ["our AS in the path"] = ("4271 §9.1.2", prefix => Update([], [.. Igp, .. Path(Out.As, LabPeer.NodeAs), .. Reach(prefix, Hop)], [])),
    };

    private static readonly Dictionary<string, (string Rule, byte[] Attribute)> Resetting = new()
    {
        ["MP_REACH_NLRI of no octets"] = ("7606 §7.11", Attribute(Optional, 14)),
        ["MP_REACH_NLRI of four octets"] = ("7606 §7.11", Attribute(Optional, 14, 0, 2, 1, 0)),
        ["a next hop that runs off the end"] = ("7606 §7.11", Attribute(Optional, 14, [0, 2, 1, 200, .. Address(Hop), 0])),
        ["a next hop of no octets"] = ("7606 §7.11", ReachOf([], Nlri("2001:db8:1::/48"))),
        ["a next hop of 4 octets for IPv6"] = ("7606 §7.11", ReachOf([10, 9, 0, 11], Nlri("2001:db8:1::/48"))),
        ["a next hop of 15 octets"] = ("7606 §7.11", ReachOf(new byte[15], Nlri("2001:db8:1::/48"))),
        ["a next hop of 24 octets"] = ("7606 §7.11", ReachOf(new byte[24], Nlri("2001:db8:1::/48"))),
        ["a next hop of 33 octets"] = ("7606 §7.11", ReachOf(new byte[33], Nlri("2001:db8:1::/48"))),
        ["an IPv6 next hop for IPv4 that was not agreed on"] = ("8950 §4", Attribute(Optional, 14, [0, 1, 1, 16, .. Address(Hop), 0, .. Nlri("20.252.0.0/24")])),
        ["an IPv6 prefix of 129 bits"] = ("7606 §5.3", ReachOf(Address(Hop), [129, .. new byte[17]])),
        ["an IPv6 prefix that runs off the end"] = ("7606 §5.3", ReachOf(Address(Hop), [64, 0x20, 1])),
        ["MP_UNREACH_NLRI of no octets"] = ("7606 §7.12", Attribute(Optional, 15)),
        ["MP_UNREACH_NLRI of two octets"] = ("7606 §7.12", Attribute(Optional, 15, 0, 2)),
        ["MP_UNREACH_NLRI with a prefix of 129 bits"] = ("7606 §5.3", Attribute(Optional, 15, [0, 2, 1, 129, .. new byte[17]])),
        ["MP_UNREACH_NLRI with a prefix that runs off the end"] = ("7606 §5.3", Attribute(Optional, 15, 0, 2, 1, 64, 0x20)),
    };

    private static readonly Dictionary<string, (string Rule, byte[] Message)> Ignored = new()
    {
        ["MP_REACH_NLRI of a family that was not agreed on"] = ("4760 §7", Update([], [.. Igp, .. As, .. Attribute(Optional, 14, 0, 25, 70, 4, 10, 9, 0, 11, 0, 1, 2, 3)], [])),
        ["MP_REACH_NLRI of a family that nobody knows"] = ("4760 §7", Update([], [.. Igp, .. As, .. Attribute(Optional, 14, 0x7f, 1, 200, 3, 1, 2, 3, 0, 255)], [])),
        ["MP_UNREACH_NLRI of a family that was not agreed on"] = ("4760 §7", Update([], Attribute(Optional, 15, 0, 25, 70, 9, 9, 9), [])),
        ["the End-of-RIB of a family that was not agreed on"] = ("4724 §2", Update([], Attribute(Optional, 15, 0, 25, 70), [])),
        ["the End-of-RIB of IPv4"] = ("4724 §2", Update([], [], [])),
        ["the End-of-RIB of IPv6"] = ("4724 §2", Update([], Attribute(Optional, 15, 0, 2, 1), [])),
        ["MP_REACH_NLRI without a prefix"] = ("4760 §3", Update([], [.. Igp, .. As, .. ReachOf(Address(Hop), [])], [])),
    };

    public static TheoryData<string> GoodRows => [.. Good.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    public static TheoryData<string> WithdrawRows => [.. Withdrawing.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    public static TheoryData<string> ResetRows => [.. Resetting.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    public static TheoryData<string> IgnoredRows => [.. Ignored.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    [Theory]
    [MemberData(nameof(GoodRows))]
    public async Task An_IPv6_route_is_taken_with(string what)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer peer = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefixIPv6();
        await peer.SendAsync(Good[what].Message(prefix));
        SentRoute route = await observer.RouteAsync(prefix);
        Assert.Equal((RfcLab.NodeAddressIPv6, $"{LabPeer.NodeAs} {Out.As}"), (route.NextHop, route.Path));
    }

    [Theory]
    [MemberData(nameof(WithdrawRows))]
    public async Task An_IPv6_route_goes_and_the_session_stays_with(string what)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer peer = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefixIPv6();
        await peer.SendAsync(Update([], [.. Igp, .. As, .. Reach(prefix, Hop)], []));
        await observer.RouteAsync(prefix);

        await peer.SendAsync(Withdrawing[what].Message(prefix));

        await observer.GoneAsync(prefix);
        Assert.True(peer.IsUp);
    }

    [Theory]
    [MemberData(nameof(ResetRows))]
    public async Task The_session_ends_with(string what)
    {
        byte[] attribute = Resetting[what].Attribute;
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Wide);
        await peer.SendAsync(Update([], [.. Igp, .. Path(LabPeer.Wide.As), .. attribute], []));
        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((3, 9, Convert.ToHexString(attribute)), (code, subcode, Convert.ToHexString(data)));
    }

    [Theory]
    [MemberData(nameof(IgnoredRows))]
    public async Task Nothing_happens_with(string what)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer peer = await lab.LastingAsync(Out);
        (string last, string next) = (lab.NextPrefix(), lab.NextPrefix());
        await peer.SendAsync(Announce(last, Mandatory(Out)));
        await observer.RouteAsync(last); // behind everything that other cases have led to
        int before = observer.Messages.Count(m => m.Update is not null);
        await peer.SendAsync(Ignored[what].Message);
        await peer.SendAsync(Announce(next, Mandatory(Out)));
        await observer.RouteAsync(next);
        Assert.Equal(before + 1, observer.Messages.Count(m => m.Update is not null));
        Assert.True(peer.IsUp);
    }

    [Fact, TestKit.Rfc(4760, "3")]
    public async Task IPv4_in_MP_REACH_NLRI_is_IPv4_all_the_same()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer peer = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(Update([], [.. Igp, .. As, .. Attribute(Optional, 14, [0, 1, 1, 4, 10, 9, 0, 11, 0, .. Nlri(prefix)])], []));
        SentRoute route = await observer.RouteAsync(prefix);
        Assert.Equal((RfcLab.NodeAddress, false), (route.NextHop, route.Has(14)));
        await peer.SendAsync(Update([], Attribute(Optional, 15, [0, 1, 1, .. Nlri(prefix)]), []));
        await observer.GoneAsync(prefix);
    }

    [Fact, TestKit.Rfc(4760, "8"), TestKit.Rfc(4760, "7")]
    public async Task A_family_that_was_not_agreed_on_is_neither_heard_nor_sent()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer only = await lab.EstablishAsync(LabPeer.Twin, OpenBytes.With(LabPeer.Twin, OpenBytes.Parameter([.. OpenBytes.IPv4, .. OpenBytes.FourOctetAs(LabPeer.Twin.As)])));
        (string unheard, string heard) = (lab.NextPrefixIPv6(), lab.NextPrefix());
        await only.SendAsync(Update([], [.. Igp, .. Path(LabPeer.Twin.As), .. NextHop(LabPeer.Twin.Address), .. Reach(unheard, Hop)], Nlri(heard)));
        await observer.RouteAsync(heard);
        Assert.False(observer.HasRoute(unheard));

        RfcPeer source = await lab.LastingAsync(Out);
        (string unsent, string sent) = (lab.NextPrefixIPv6(), lab.NextPrefix());
        await source.SendAsync(Update([], [.. Igp, .. As, .. Reach(unsent, Hop)], []));
        await observer.RouteAsync(unsent);
        await source.SendAsync(Announce(sent, Mandatory(Out)));
        await only.RouteAsync(sent);
        Assert.False(only.HasRoute(unsent));
        await only.DisposeAsync();
        await observer.GoneAsync(heard);
    }

    [Theory, TestKit.Rfc(4760, "5")]
    [InlineData("::/0")]
    [InlineData("2000::/3")]
    [InlineData("2001:db8::1/128")]
    [InlineData("2001:db8:8000::/33")]
    public async Task A_prefix_of_any_length_is_passed_on(string prefix)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer peer = await lab.LastingAsync(Out);
        await peer.SendAsync(Update([], [.. Igp, .. As, .. Reach(prefix, Hop)], []));
        await observer.RouteAsync(prefix);
        await peer.SendAsync(Update([], Unreach(prefix), []));
        await observer.GoneAsync(prefix);
    }

    private static byte[] Address(string text) => System.Net.IPAddress.Parse(text).GetAddressBytes();

    private static byte[] ReachOf(byte[] nextHop, byte[] nlri) => Attribute(Optional, 14, [0, 2, 1, (byte)nextHop.Length, .. nextHop, 0, .. nlri]);
}
