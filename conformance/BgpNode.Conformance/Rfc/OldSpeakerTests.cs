using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>A neighbour whose AS numbers have two octets, RFC 6793.</summary>
public sealed class OldSpeakerTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const uint Long = 4_200_000_777;

    private static readonly LabPeer Old = LabPeer.Small;
    private static readonly byte[] Hop = NextHop(Old.Address);

    private static readonly Dictionary<string, (string Rule, byte[] Attributes, string Path)> Paths = new()
    {
        ["no AS4_PATH"] = ("6793 §4.2.3", [.. OldPath(65020, 65101)], "65020 65101"),
        ["an AS4_PATH as long"] = ("6793 §4.2.3", [.. OldPath(65020, 23456), .. As4(Segment(2, 65020, Long))], $"65020 {Long}"),
        ["a shorter AS4_PATH"] = ("6793 §4.2.3", [.. OldPath(65020, 65101, 23456), .. As4(Segment(2, Long))], $"65020 65101 {Long}"),
        ["a longer AS4_PATH"] = ("6793 §4.2.3", [.. OldPath(65020, 23456), .. As4(Segment(2, 65020, Long, 65102, 65103))], "65020 23456"),
        ["an AS4_PATH of two segments"] = ("6793 §4.2.3", [.. OldPath(65020, 23456, 65103), .. As4([.. Segment(2, Long), .. Segment(2, 65103)])], $"65020 {Long} 65103"),
        ["an AS4_PATH with a confederation segment"] = ("6793 §3", [.. OldPath(65020, 23456), .. As4([.. Segment(3, 65200, 65201), .. Segment(2, Long)])], $"65020 {Long}"),
        ["an AS4_PATH of no octets"] = ("6793 §6", [.. OldPath(65020, 23456), .. As4([])], "65020 23456"),
        ["an AS4_PATH with an odd octet"] = ("6793 §6", [.. OldPath(65020, 23456), .. As4([.. Segment(2, Long), 1])], "65020 23456"),
        ["an AS4_PATH with an empty segment"] = ("6793 §6", [.. OldPath(65020, 23456), .. As4([2, 0])], "65020 23456"),
        ["an AS4_PATH that runs off its end"] = ("6793 §6", [.. OldPath(65020, 23456), .. As4([2, 4, 0, 0])], "65020 23456"),
        ["an AS4_PATH with a segment of type 9"] = ("6793 §6", [.. OldPath(65020, 23456), .. As4(Segment(9, Long))], "65020 23456"),
        ["an AS4_PATH with AS 0"] = ("7607 §2", [.. OldPath(65020, 23456), .. As4(Segment(2, 0))], "65020 23456"),
        ["an AS4_PATH beside an AGGREGATOR of its own"] = ("6793 §4.2.3", [.. OldPath(65020, 23456), .. Aggregator(65020), .. As4(Segment(2, Long)), .. As4Aggregator(Long)], "65020 23456"),
        ["an AS4_PATH that is partial"] = ("6793 §3", [.. OldPath(65020, 23456), .. Attribute(OptionalTransitive | Partial, 17, Segment(2, Long))], $"65020 {Long}"),
    };

    private static readonly Dictionary<string, (string Rule, byte[] Attributes, string? Aggregator)> Aggregators = new()
    {
        ["AS_TRANS and an AS4_AGGREGATOR"] = ("6793 §4.2.3", [.. Aggregator(23456), .. As4Aggregator(Long)], $"{Long:X8}C0000201"),
        ["a number of its own"] = ("6793 §4.2.3", Aggregator(65020), "0000FDFCC0000201"),
        ["a number of its own and an AS4_AGGREGATOR"] = ("6793 §4.2.3", [.. Aggregator(65020), .. As4Aggregator(Long)], "0000FDFCC0000201"),
        ["AS_TRANS alone"] = ("6793 §4.2.3", Aggregator(23456), "00005BA0C0000201"),
        ["an AS4_AGGREGATOR alone"] = ("6793 §4.2.3", As4Aggregator(Long), null),
        ["AS_TRANS and an AS4_AGGREGATOR of seven octets"] = ("6793 §6", [.. Aggregator(23456), .. Attribute(OptionalTransitive, 18, new byte[7])], "00005BA0C0000201"),
        ["AS_TRANS and an AS4_AGGREGATOR with AS 0"] = ("7607 §2", [.. Aggregator(23456), .. As4Aggregator(0)], "00005BA0C0000201"),
        ["eight octets"] = ("6793 §4.2.3", Attribute(OptionalTransitive, 7, 0, 0, 0xfd, 0xfc, 192, 0, 2, 1), null),
    };

    public static TheoryData<string> PathRows => [.. Paths.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    public static TheoryData<string> AggregatorRows => [.. Aggregators.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    [Theory]
    [MemberData(nameof(PathRows))]
    public async Task The_path_is_made_whole_from(string what)
    {
        SentRoute route = await HearAsync([.. Igp, .. Hop, .. Paths[what].Attributes]);
        Assert.Equal(($"{LabPeer.NodeAs} {Paths[what].Path}", false, false), (route.Path, route.Has(17), route.Has(18)));
    }

    [Theory]
    [MemberData(nameof(AggregatorRows))]
    public async Task The_aggregator_is_made_whole_from(string what)
    {
        SentRoute route = await HearAsync([.. Igp, .. OldPath(65020), .. Hop, .. Aggregators[what].Attributes]);
        Assert.Equal((Aggregators[what].Aggregator, false), (route[7] is { } value ? Convert.ToHexString(value) : null, route.Has(18)));
    }

    [Fact, Rfc(6793, "4.2.2")]
    public async Task A_path_that_fits_is_sent_without_AS4_PATH()
    {
        SentRoute route = await TellAsync(LabPeer.External, [.. Igp, .. Path(LabPeer.External.As, 65101), .. NextHop(LabPeer.External.Address)]);
        Assert.Equal(($"{LabPeer.NodeAs} {LabPeer.External.As} 65101", false), (SentRoute.Numbers(route[2]!, 2), route.Has(17)));
    }

    [Fact, Rfc(6793, "4.2.2")]
    public async Task A_long_number_in_the_middle_is_AS_TRANS_and_AS4_PATH_has_all()
    {
        SentRoute route = await TellAsync(LabPeer.External, [.. Igp, .. Path(LabPeer.External.As, Long, 65101), .. NextHop(LabPeer.External.Address)]);
        Assert.Equal($"{LabPeer.NodeAs} {LabPeer.External.As} 23456 65101", SentRoute.Numbers(route[2]!, 2));
        Assert.Equal($"{LabPeer.NodeAs} {LabPeer.External.As} {Long} 65101", SentRoute.Numbers(route[17]!, 4));
    }

    [Fact, Rfc(6793, "4.2.2")]
    public async Task A_long_aggregator_is_AS_TRANS_and_AS4_AGGREGATOR()
    {
        SentRoute route = await TellAsync(LabPeer.External, [.. Mandatory(LabPeer.External), .. Attribute(OptionalTransitive, 7, [.. Octets(Long), 192, 0, 2, 1])]);
        Assert.Equal(("5BA0C0000201", $"{Long:X8}C0000201"), (Convert.ToHexString(route[7]!), Convert.ToHexString(route[18]!)));
    }

    [Fact, Rfc(6793, "4.2.2")]
    public async Task A_short_aggregator_has_two_octets_and_no_AS4_AGGREGATOR()
    {
        SentRoute route = await TellAsync(LabPeer.External, [.. Mandatory(LabPeer.External), .. Attribute(OptionalTransitive, 7, 0, 0, 0xfd, 0xf3, 192, 0, 2, 1)]);
        Assert.Equal(("FDF3C0000201", false), (Convert.ToHexString(route[7]!), route.Has(18)));
    }

    [Theory, Rfc(7606, "7.2"), Rfc(6793, "4.1")]
    [InlineData("four octets in a number")]
    [InlineData("AS 0")]
    [InlineData("an empty segment")]
    public async Task The_route_goes_and_the_session_stays_with(string what)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer old = await lab.EstablishAsync(Old, OpenBytes.OldOf(Old));
        string prefix = lab.NextPrefix();
        await old.SendAsync(Announce(prefix, [.. Igp, .. OldPath(65020), .. Hop]));
        await observer.RouteAsync(prefix);
        byte[] path = what switch
        {
            "four octets in a number" => Path(65020),
            "AS 0" => OldPath(65020, 0),
            _ => Attribute(WellKnown, 2, 2, 0),
        };
        await old.SendAsync(Announce(prefix, [.. Igp, .. path, .. Hop]));
        await observer.GoneAsync(prefix);
        Assert.True(old.IsUp);
    }

    private static byte[] As4(byte[] segments) => Attribute(OptionalTransitive, 17, segments);

    private static byte[] Aggregator(ushort number) => Attribute(OptionalTransitive, 7, (byte)(number >> 8), (byte)number, 192, 0, 2, 1);

    private static byte[] As4Aggregator(uint number) => Attribute(OptionalTransitive, 18, [.. Octets(number), 192, 0, 2, 1]);

    // As the observer, a new speaker, is sent it.
    private async Task<SentRoute> HearAsync(byte[] attributes)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer old = await lab.EstablishAsync(Old, OpenBytes.OldOf(Old));
        string prefix = lab.NextPrefix();
        await old.SendAsync(Announce(prefix, attributes));
        return await observer.RouteAsync(prefix);
    }

    // As the old speaker is sent it.
    private async Task<SentRoute> TellAsync(LabPeer from, byte[] attributes)
    {
        RfcPeer source = await lab.LastingAsync(from);
        await using RfcPeer old = await lab.EstablishAsync(Old, OpenBytes.OldOf(Old));
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, attributes));
        return await old.RouteAsync(prefix);
    }
}
