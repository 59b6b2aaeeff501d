using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Malformed UPDATEs, RFC 7606: a route that a second neighbour has seen is sent again with a mistake.</summary>
public sealed class UpdateErrorTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly LabPeer Out = LabPeer.External;
    private static readonly LabPeer In = LabPeer.Internal;
    private static readonly byte[] Route = Mandatory(Out);
    private static readonly byte[] InRoute = Mandatory(In);
    private static readonly byte[] Hop = NextHop(Out.Address);
    private static readonly byte[] As = Path(Out.As);

    private static readonly Dictionary<string, (string Rule, LabPeer Peer, byte[] Attributes)> TreatedAsWithdraw = new()
    {
        ["ORIGIN missing"] = ("7606 §3 d", Out, [.. As, .. Hop]),
        ["AS_PATH missing"] = ("7606 §3 d", Out, [.. Igp, .. Hop]),
        ["NEXT_HOP missing"] = ("7606 §3 d", Out, [.. Igp, .. As]),
        ["no attributes at all"] = ("7606 §3 d", Out, []),
        ["ORIGIN optional"] = ("7606 §3 c", Out, [.. Attribute(OptionalTransitive, 1, 0), .. As, .. Hop]),
        ["ORIGIN not transitive"] = ("7606 §3 c", Out, [.. Attribute(0, 1, 0), .. As, .. Hop]),
        ["AS_PATH optional"] = ("7606 §3 c", Out, [.. Igp, .. Attribute(OptionalTransitive, 2, Segment(2, Out.As)), .. Hop]),
        ["NEXT_HOP optional"] = ("7606 §3 c", Out, [.. Igp, .. As, .. Attribute(OptionalTransitive, 3, 10, 9, 0, 11)]),
        ["MULTI_EXIT_DISC transitive"] = ("7606 §3 c", Out, [.. Route, .. Attribute(OptionalTransitive, 4, 0, 0, 0, 1)]),
        ["MULTI_EXIT_DISC well-known"] = ("7606 §3 c", Out, [.. Route, .. Attribute(WellKnown, 4, 0, 0, 0, 1)]),
        ["COMMUNITIES not transitive"] = ("7606 §3 c", Out, [.. Route, .. Attribute(Optional, 8, 0, 1, 0, 1)]),
        ["LARGE_COMMUNITY not transitive"] = ("7606 §3 c", Out, [.. Route, .. Attribute(Optional, 32, new byte[12])]),
        ["ORIGIN of no octets"] = ("7606 §7.1", Out, [.. Attribute(WellKnown, 1), .. As, .. Hop]),
        ["ORIGIN of two octets"] = ("7606 §7.1", Out, [.. Attribute(WellKnown, 1, 0, 0), .. As, .. Hop]),
        ["ORIGIN 3"] = ("7606 §7.1", Out, [.. Attribute(WellKnown, 1, 3), .. As, .. Hop]),
        ["ORIGIN 255"] = ("7606 §7.1", Out, [.. Attribute(WellKnown, 1, 255), .. As, .. Hop]),
        ["AS_PATH with a segment of type 0"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, Segment(0, Out.As)), .. Hop]),
        ["AS_PATH with a segment of type 5"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, Segment(5, Out.As)), .. Hop]),
        ["AS_PATH with an empty segment"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, 2, 0), .. Hop]),
        ["AS_PATH with a segment that runs off its end"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, 2, 2, 0, 0, 0xfd, 0xf3), .. Hop]),
        ["AS_PATH with one octet left over"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(2, Out.As), 2]), .. Hop]),
        ["AS_PATH in two octets"] = ("7606 §7.2", Out, [.. Igp, .. OldPath((ushort)Out.As), .. Hop]),
        ["AS_PATH with AS 0"] = ("7607 §2", Out, [.. Igp, .. Path(Out.As, 0, 65100), .. Hop]),
        ["AS_PATH with a confederation segment"] = ("5065 §5", Out, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(3, 65200), .. Segment(2, Out.As)]), .. Hop]),
        ["NEXT_HOP of three octets"] = ("7606 §7.3", Out, [.. Igp, .. As, .. Attribute(WellKnown, 3, 10, 9, 0)]),
        ["NEXT_HOP of five octets"] = ("7606 §7.3", Out, [.. Igp, .. As, .. Attribute(WellKnown, 3, 10, 9, 0, 11, 0)]),
        ["NEXT_HOP 0.0.0.0"] = ("4271 §6.3", Out, [.. Igp, .. As, .. NextHop("0.0.0.0")]),
        ["NEXT_HOP 127.0.0.1"] = ("4271 §6.3", Out, [.. Igp, .. As, .. NextHop("127.0.0.1")]),
        ["NEXT_HOP 224.0.0.5"] = ("4271 §6.3", Out, [.. Igp, .. As, .. NextHop("224.0.0.5")]),
        ["NEXT_HOP 255.255.255.255"] = ("4271 §6.3", Out, [.. Igp, .. As, .. NextHop("255.255.255.255")]),
        ["NEXT_HOP that is our address"] = ("4271 §6.3", Out, [.. Igp, .. As, .. NextHop(RfcLab.NodeAddress)]),
        ["MULTI_EXIT_DISC of three octets"] = ("7606 §7.4", Out, [.. Route, .. Attribute(Optional, 4, 0, 0, 1)]),
        ["MULTI_EXIT_DISC of five octets"] = ("7606 §7.4", Out, [.. Route, .. Attribute(Optional, 4, 0, 0, 0, 1, 0)]),
        ["LOCAL_PREF of three octets from inside"] = ("7606 §7.5", In, [.. Igp, .. Path(), .. NextHop(In.Address), .. Attribute(WellKnown, 5, 0, 0, 1)]),
        ["COMMUNITIES of no octets"] = ("7606 §7.8", Out, [.. Route, .. Attribute(OptionalTransitive, 8)]),
        ["COMMUNITIES of five octets"] = ("7606 §7.8", Out, [.. Route, .. Attribute(OptionalTransitive, 8, new byte[5])]),
        ["ORIGINATOR_ID of five octets from inside"] = ("7606 §7.9", In, [.. InRoute, .. Attribute(Optional, 9, new byte[5])]),
        ["CLUSTER_LIST of no octets from inside"] = ("7606 §7.10", In, [.. InRoute, .. Attribute(Optional, 10)]),
        ["CLUSTER_LIST of six octets from inside"] = ("7606 §7.10", In, [.. InRoute, .. Attribute(Optional, 10, new byte[6])]),
        ["EXTENDED COMMUNITIES of seven octets"] = ("7606 §7.14", Out, [.. Route, .. Attribute(OptionalTransitive, 16, new byte[7])]),
        ["IPV6 EXTENDED COMMUNITIES of 19 octets"] = ("7606 §7.15", Out, [.. Route, .. Attribute(OptionalTransitive, 25, new byte[19])]),
        ["LARGE_COMMUNITY of no octets"] = ("8092 §6", Out, [.. Route, .. Attribute(OptionalTransitive, 32)]),
        ["LARGE_COMMUNITY of 13 octets"] = ("8092 §6", Out, [.. Route, .. Attribute(OptionalTransitive, 32, new byte[13])]),
        ["ONLY_TO_CUSTOMER of three octets"] = ("9234 §5", Out, [.. Route, .. Attribute(OptionalTransitive, 35, new byte[3])]),
        ["an attribute that runs off the end"] = ("7606 §4", Out, [.. Route, OptionalTransitive, 8, 200, 0]),
        ["half an attribute header"] = ("7606 §4", Out, [.. Route, OptionalTransitive]),
        ["ORIGIN partial"] = ("4271 §5", Out, [.. Attribute(WellKnown | Partial, 1, 0), .. As, .. Hop]),
        ["AS_PATH partial"] = ("4271 §5", Out, [.. Igp, .. Attribute(WellKnown | Partial, 2, Segment(2, Out.As)), .. Hop]),
        ["NEXT_HOP partial"] = ("4271 §5", Out, [.. Igp, .. As, .. Attribute(WellKnown | Partial, 3, 10, 9, 0, 11)]),
        ["MULTI_EXIT_DISC partial"] = ("4271 §5", Out, [.. Route, .. Attribute(Optional | Partial, 4, 0, 0, 0, 1)]),
        ["AS_PATH not transitive"] = ("7606 §3 c", Out, [.. Igp, .. Attribute(0, 2, Segment(2, Out.As)), .. Hop]),
        ["NEXT_HOP not transitive"] = ("7606 §3 c", Out, [.. Igp, .. As, .. Attribute(0, 3, 10, 9, 0, 11)]),
        ["LOCAL_PREF optional from inside"] = ("7606 §3 c", In, [.. Igp, .. Path(), .. NextHop(In.Address), .. Attribute(OptionalTransitive, 5, 0, 0, 0, 9)]),
        ["ATOMIC_AGGREGATE optional"] = ("7606 §3 c", Out, [.. Route, .. Attribute(OptionalTransitive, 6)]),
        ["AGGREGATOR well-known"] = ("7606 §3 c", Out, [.. Route, .. Attribute(WellKnown, 7, 0, 0, 0xfd, 0xf3, 192, 0, 2, 1)]),
        ["EXTENDED COMMUNITIES well-known"] = ("7606 §3 c", Out, [.. Route, .. Attribute(WellKnown, 16, new byte[8])]),
        ["ORIGINATOR_ID transitive from inside"] = ("7606 §3 c", In, [.. InRoute, .. Attribute(OptionalTransitive, 9, 192, 0, 2, 99)]),
        ["CLUSTER_LIST transitive from inside"] = ("7606 §3 c", In, [.. InRoute, .. Attribute(OptionalTransitive, 10, 192, 0, 2, 99)]),
        ["NEXT_HOP of no octets"] = ("7606 §7.3", Out, [.. Igp, .. As, .. Attribute(WellKnown, 3)]),
        ["NEXT_HOP of 16 octets"] = ("7606 §7.3", Out, [.. Igp, .. As, .. Attribute(WellKnown, 3, new byte[16])]),
        ["NEXT_HOP 0.1.2.3"] = ("4271 §6.3", Out, [.. Igp, .. As, .. NextHop("0.1.2.3")]),
        ["AS_PATH empty from outside"] = ("4271 §6.3", Out, [.. Igp, .. Path(), .. Hop]),
        ["AS_PATH that begins with another AS"] = ("4271 §6.3", Out, [.. Igp, .. Path(65100, Out.As), .. Hop]),
        ["AS_PATH with a count of 255 and one number"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, 2, 255, 0, 0, 0xfd, 0xf3), .. Hop]),
        ["AS_PATH with a second segment of type 0"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(2, Out.As), .. Segment(0, 65100)]), .. Hop]),
        ["AS_PATH with an empty second segment"] = ("7606 §7.2", Out, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(2, Out.As), 2, 0]), .. Hop]),
        ["AS_PATH with AS 0 in a set"] = ("7607 §2", Out, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(2, Out.As), .. Segment(1, 65100, 0)]), .. Hop]),
        ["AS_PATH with a confederation set"] = ("5065 §5", Out, [.. Igp, .. Attribute(WellKnown, 2, [.. Segment(4, 65200), .. Segment(2, Out.As)]), .. Hop]),
        ["MULTI_EXIT_DISC of no octets"] = ("7606 §7.4", Out, [.. Route, .. Attribute(Optional, 4)]),
        ["LOCAL_PREF of no octets from inside"] = ("7606 §7.5", In, [.. Igp, .. Path(), .. NextHop(In.Address), .. Attribute(WellKnown, 5)]),
        ["LOCAL_PREF of five octets from inside"] = ("7606 §7.5", In, [.. Igp, .. Path(), .. NextHop(In.Address), .. Attribute(WellKnown, 5, new byte[5])]),
        ["COMMUNITIES of three octets"] = ("7606 §7.8", Out, [.. Route, .. Attribute(OptionalTransitive, 8, new byte[3])]),
        ["ORIGINATOR_ID of no octets from inside"] = ("7606 §7.9", In, [.. InRoute, .. Attribute(Optional, 9)]),
        ["ORIGINATOR_ID of three octets from inside"] = ("7606 §7.9", In, [.. InRoute, .. Attribute(Optional, 9, new byte[3])]),
        ["EXTENDED COMMUNITIES of no octets"] = ("7606 §7.14", Out, [.. Route, .. Attribute(OptionalTransitive, 16)]),
        ["EXTENDED COMMUNITIES of nine octets"] = ("7606 §7.14", Out, [.. Route, .. Attribute(OptionalTransitive, 16, new byte[9])]),
        ["IPV6 EXTENDED COMMUNITIES of no octets"] = ("7606 §7.15", Out, [.. Route, .. Attribute(OptionalTransitive, 25)]),
        ["LARGE_COMMUNITY of eleven octets"] = ("8092 §6", Out, [.. Route, .. Attribute(OptionalTransitive, 32, new byte[11])]),
        ["ONLY_TO_CUSTOMER of no octets"] = ("9234 §5", Out, [.. Route, .. Attribute(OptionalTransitive, 35)]),
        ["ONLY_TO_CUSTOMER of five octets"] = ("9234 §5", Out, [.. Route, .. Attribute(OptionalTransitive, 35, new byte[5])]),
        ["a long attribute that runs off the end"] = ("7606 §4", Out, [.. Route, OptionalTransitive | ExtendedLength, 8, 0x10, 0, 0, 0]),
        ["half a long attribute header"] = ("7606 §4", Out, [.. Route, OptionalTransitive | ExtendedLength, 8, 0]),
        ["an attribute that runs off the end, before the others"] = ("7606 §4", Out, [OptionalTransitive, 8, 255, .. Route]),
        ["an attribute whose length leaves one octet"] = ("7606 §4", Out, [.. Igp, .. As, .. Attribute(WellKnown, 3, 10, 9, 0, 11), 0]),
        ["two mistakes, one of them mild"] = ("7606 §3 h", Out, [.. Attribute(WellKnown, 1, 3), .. As, .. Hop, .. Attribute(WellKnown, 6, 1)]),
    };

    private static readonly Dictionary<string, (string Rule, LabPeer Peer, byte[] Attributes, byte Type)> Discarded = new()
    {
        ["ATOMIC_AGGREGATE with a value"] = ("7606 §7.6", Out, [.. Route, .. Attribute(WellKnown, 6, 1)], 6),
        ["AGGREGATOR of six octets in a four-octet session"] = ("7606 §7.7", Out, [.. Route, .. Attribute(OptionalTransitive, 7, new byte[6])], 7),
        ["AGGREGATOR of nine octets"] = ("7606 §7.7", Out, [.. Route, .. Attribute(OptionalTransitive, 7, new byte[9])], 7),
        ["AGGREGATOR with AS 0"] = ("7607 §2", Out, [.. Route, .. Attribute(OptionalTransitive, 7, 0, 0, 0, 0, 192, 0, 2, 1)], 7),
        ["LOCAL_PREF from outside"] = ("7606 §7.5", Out, [.. Route, .. LocalPref(7)], 5),
        ["LOCAL_PREF of the wrong length from outside"] = ("7606 §7.5", Out, [.. Route, .. Attribute(WellKnown, 5, 1)], 5),
        ["ORIGINATOR_ID from outside"] = ("7606 §7.9", Out, [.. Route, .. Attribute(Optional, 9, 192, 0, 2, 1)], 9),
        ["CLUSTER_LIST from outside"] = ("7606 §7.10", Out, [.. Route, .. Attribute(Optional, 10, 192, 0, 2, 1)], 10),
        ["AS4_PATH in a four-octet session"] = ("6793 §4.1", Out, [.. Route, .. Attribute(OptionalTransitive, 17, Segment(2, 4_200_000_001))], 17),
        ["AS4_AGGREGATOR in a four-octet session"] = ("6793 §4.1", Out, [.. Route, .. Attribute(OptionalTransitive, 18, new byte[8])], 18),
        ["AGGREGATOR of no octets"] = ("7606 §7.7", Out, [.. Route, .. Attribute(OptionalTransitive, 7)], 7),
        ["AGGREGATOR of seven octets"] = ("7606 §7.7", Out, [.. Route, .. Attribute(OptionalTransitive, 7, new byte[7])], 7),
        ["ATOMIC_AGGREGATE with four octets"] = ("7606 §7.6", Out, [.. Route, .. Attribute(WellKnown, 6, 1, 2, 3, 4)], 6),
        ["ORIGINATOR_ID of the wrong length from outside"] = ("7606 §7.9", Out, [.. Route, .. Attribute(Optional, 9, 1)], 9),
        ["CLUSTER_LIST of the wrong length from outside"] = ("7606 §7.10", Out, [.. Route, .. Attribute(Optional, 10, 1)], 10),
        ["AS4_PATH that cannot be read in a four-octet session"] = ("6793 §4.1", Out, [.. Route, .. Attribute(OptionalTransitive, 17, 2, 9)], 17),
        ["AS4_AGGREGATOR that cannot be read in a four-octet session"] = ("6793 §4.1", Out, [.. Route, .. Attribute(OptionalTransitive, 18, 1)], 18),
        ["AIGP where it is not enabled"] = ("7311 §3.2", Out, [.. Route, .. Attribute(Optional, 26, 1, 0, 11, 0, 0, 0, 0, 0, 0, 0, 9)], 26),
        ["BGP Prefix-SID, all of it zeros"] = ("8669 §6", Out, [.. Route, .. Attribute(OptionalTransitive, 40, new byte[8])], 40),
        ["an unknown attribute that is not transitive and partial"] = ("4271 §5", Out, [.. Route, .. Attribute(Optional | Partial, 230, 1)], 230),
        ["an unknown attribute that is not transitive and long"] = ("4271 §5", Out, [.. Route, .. Attribute(Optional, 230, new byte[400])], 230),
        ["an unknown attribute that is not transitive"] = ("4271 §5", Out, [.. Route, .. Attribute(Optional, 230, 1, 2, 3)], 230),
    };

    private static readonly Dictionary<string, (string Rule, byte[] Message, byte Subcode, string Data)> Resetting = new()
    {
        ["a prefix of 33 bits"] = ("7606 §5.3", Update([], Route, [33, 20, 0, 0, 0, 0]), 10, ""),
        ["a prefix that runs off the end"] = ("7606 §5.3", Update([], Route, [24, 20, 0]), 10, ""),
        ["a withdrawn prefix of 33 bits"] = ("7606 §5.3", Update([33, 20, 0, 0, 0, 0], [], []), 10, ""),
        ["a length of withdrawn routes beyond the message"] = ("4271 §6.3", BgpBytes.Message(BgpBytes.Update, 0, 200, 0, 0), 1, ""),
        ["a length of attributes beyond the message"] = ("4271 §6.3", BgpBytes.Message(BgpBytes.Update, 0, 0, 0, 200), 1, ""),
        ["an unknown well-known attribute"] = ("4271 §6.3", Update([], [.. Route, .. Attribute(WellKnown, 231, 1)], Nlri("20.255.0.0/24")), 2, "40E70101"),
        ["a withdrawn prefix that runs off the end"] = ("7606 §5.3", Update([24, 20, 0], [], []), 10, ""),
        ["a prefix of 255 bits"] = ("7606 §5.3", Update([], Route, [255, .. new byte[32]]), 10, ""),
        ["a good prefix and then one of 33 bits"] = ("7606 §5.3", Update([], Route, [.. Nlri("20.254.0.0/24"), 33, 20, 0, 0, 0, 0]), 10, ""),
        ["both lengths beyond the message"] = ("4271 §6.3", BgpBytes.Message(BgpBytes.Update, 0xff, 0xff, 0xff, 0xff), 1, ""),
        ["an unknown well-known attribute that is partial"] = ("4271 §6.3", Update([], [.. Route, .. Attribute(WellKnown | Partial, 232, 1, 2)], Nlri("20.255.0.0/24")), 2, "60E8020102"),
        ["a mistake in a message without routes"] = ("7606 §5.2", Update([], Attribute(WellKnown, 1, 9), []), 6, "40010109"),
        ["attributes that run off their end in a message without routes"] = ("7606 §5.2", Update([], [OptionalTransitive, 8, 200, 0], []), 1, ""),
        ["MP_REACH_NLRI twice"] = ("7606 §3 g", Update([], [.. Igp, .. As, .. Reach("2001:db8:1::/48", "fd00:9::99"), .. Reach("2001:db8:2::/48", "fd00:9::99")], []), 1, ""),
        ["MP_UNREACH_NLRI twice"] = ("7606 §3 g", Update([], [.. Unreach("2001:db8:1::/48"), .. Unreach("2001:db8:2::/48")], []), 1, ""),
    };

    public static TheoryData<string> WithdrawRows => [.. TreatedAsWithdraw.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    public static TheoryData<string> DiscardRows => [.. Discarded.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    public static TheoryData<string> ResetRows => [.. Resetting.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    [Theory]
    [MemberData(nameof(WithdrawRows))]
    public async Task The_route_goes_and_the_session_stays_with(string what)
    {
        (_, LabPeer source, byte[] attributes) = TreatedAsWithdraw[what];
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer peer = await lab.LastingAsync(source);
        (string prefix, string next) = (lab.NextPrefix(), lab.NextPrefix());
        await peer.SendAsync(Announce(prefix, Mandatory(source)));
        await observer.RouteAsync(prefix);

        await peer.SendAsync(Announce(prefix, attributes));
        await peer.SendAsync(Announce(next, Mandatory(source)));

        await observer.GoneAsync(prefix);
        await observer.RouteAsync(next);
        Assert.True(peer.IsUp);
    }

    [Theory]
    [MemberData(nameof(DiscardRows))]
    public async Task The_attribute_goes_and_the_route_stays_with(string what)
    {
        (_, LabPeer source, byte[] attributes, byte type) = Discarded[what];
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer inside = await lab.LastingAsync(LabPeer.OtherInternal);
        RfcPeer peer = await lab.LastingAsync(source);
        string prefix = lab.NextPrefix();

        await peer.SendAsync(Announce(prefix, attributes));

        Assert.False((await observer.RouteAsync(prefix)).Has(type));
        SentRoute route = await inside.RouteAsync(prefix);
        Assert.True(type == 5 ? route.Number(5) == 100 : !route.Has(type));
        Assert.True(peer.IsUp);
    }

    [Theory]
    [MemberData(nameof(ResetRows))]
    public async Task The_session_ends_with(string what)
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Wide);
        await peer.SendAsync(Resetting[what].Message);
        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((3, Resetting[what].Subcode, Resetting[what].Data), (code, subcode, Convert.ToHexString(data)));
    }

    [Theory, TestKit.Rfc(7606, "3 g")]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task Of_an_attribute_that_is_there_twice_the_first_counts(byte type)
    {
        RfcPeer inside = await lab.LastingAsync(LabPeer.OtherInternal);
        RfcPeer peer = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefix();
        byte flags = type switch { 1 => WellKnown, 4 => Optional, _ => OptionalTransitive };
        byte[] first = type == 1 ? [1] : [0, 1, 0, 1];
        byte[] second = type == 1 ? [2] : [0, 2, 0, 2];

        await peer.SendAsync(Announce(prefix, [.. type == 1 ? [] : Igp, .. Attribute(flags, type, first), .. As, .. Hop, .. Attribute(flags, type, second)]));

        Assert.Equal(first, (await inside.RouteAsync(prefix))[type]);
    }
}
