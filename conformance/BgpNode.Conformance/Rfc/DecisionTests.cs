using BgpNode.Conformance.Rfc.Lab;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Which of several paths is passed on, whatever the order in which they came.</summary>
public sealed class DecisionTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly LabPeer Out = LabPeer.External; // identifier 192.0.2.11
    private static readonly LabPeer Wide = LabPeer.Wide; // 192.0.2.13
    private static readonly LabPeer In = LabPeer.Internal; // 192.0.2.14
    private static readonly LabPeer In2 = LabPeer.OtherInternal; // 192.0.2.15
    private static readonly LabPeer Twin = LabPeer.Twin; // 192.0.2.27, of Out's AS

    /// <summary>The first path of each row is the best one.</summary>
    private static readonly Dictionary<string, (string Rule, (LabPeer From, byte[] Attributes)[] Paths)> Cases = new()
    {
        ["a higher LOCAL_PREF"] = ("4271 §9.1.1", [(In2, Inside(In2, 200, Path(65300))), (In, Inside(In, 100, Path(65300)))]),
        ["a higher LOCAL_PREF and a longer path"] = ("4271 §9.1.1", [(In2, Inside(In2, 200, Path(65300, 65301, 65302))), (In, Inside(In, 100, Path(65300)))]),
        ["a higher LOCAL_PREF than the default of an external path"] = ("4271 §9.1.1", [(In, Inside(In, 101, Path(65300, 65301))), (Out, Outside(Out))]),
        ["a shorter path"] = ("4271 §9.1.2.2 a", [(Wide, Outside(Wide)), (Out, Outside(Out, Path(Out.As, 65300)))]),
        ["a shorter path with its AS repeated"] = ("4271 §9.1.2.2 a", [(Wide, Outside(Wide, Path(Wide.As, Wide.As))), (Out, Outside(Out, Path(Out.As, Out.As, Out.As)))]),
        ["a set, which counts as one"] = ("4271 §9.1.2.2 a", [(Wide, Outside(Wide, [.. Attribute(WellKnown, 2, [.. Segment(2, Wide.As), .. Segment(1, 65300, 65301, 65302)])])), (Out, Outside(Out, Path(Out.As, 65300, 65301)))]),
        ["ORIGIN IGP before EGP"] = ("4271 §9.1.2.2 b", [(Wide, Outside(Wide)), (Out, Outside(Out, origin: 1))]),
        ["ORIGIN EGP before INCOMPLETE"] = ("4271 §9.1.2.2 b", [(Wide, Outside(Wide, origin: 1)), (Out, Outside(Out, origin: 2))]),
        ["a lower MED of the same AS"] = ("4271 §9.1.2.2 c", [(Twin, [.. Outside(Twin), .. Med(10)]), (Out, [.. Outside(Out), .. Med(20)])]),
        ["no MED, which is the lowest"] = ("4271 §9.1.2.2 c", [(Twin, Outside(Twin)), (Out, [.. Outside(Out), .. Med(1)])]),
        ["the lower identifier where MEDs of two ASs say otherwise"] = ("4271 §9.1.2.2 c", [(Out, [.. Outside(Out), .. Med(100)]), (Wide, [.. Outside(Wide), .. Med(1)])]),
        ["a lower MED of the same AS from inside"] = ("4271 §9.1.2.2 c", [(In2, [.. Inside(In2, 100, Path(65300)), .. Med(10)]), (In, [.. Inside(In, 100, Path(65300)), .. Med(20)])]),
        ["a third path, whose AS has a better MED elsewhere"] = ("4271 §9.1.2.2 c", [(Wide, [.. Outside(Wide), .. Med(50)]), (Out, [.. Outside(Out), .. Med(20)]), (Twin, [.. Outside(Twin, Path(Out.As)), .. Med(10)])]),
        ["an external path"] = ("4271 §9.1.2.2 d", [(Twin, Outside(Twin)), (In, Inside(In, 100, Path(65300)))]),
        ["a lower identifier"] = ("4271 §9.1.2.2 f", [(Out, Outside(Out)), (Wide, Outside(Wide))]),
        ["a lower identifier from inside"] = ("4271 §9.1.2.2 f", [(In, Inside(In, 100, Path(65300))), (In2, Inside(In2, 100, Path(65300)))]),
        ["a lower ORIGINATOR_ID in its place"] = ("4456 §9", [(In2, Reflected(In2, "1.0.0.1", 1)), (In, Reflected(In, "198.51.100.1", 1))]),
        ["a shorter CLUSTER_LIST"] = ("4456 §9", [(In2, Reflected(In2, "198.51.100.1", 1)), (In, Reflected(In, "198.51.100.1", 2))]),
        ["no CLUSTER_LIST, which is the shortest"] = ("4456 §9", [(In2, Reflected(In2, "198.51.100.1", 0)), (In, Reflected(In, "198.51.100.1", 1))]),
        ["a lower address of the neighbour"] = ("4271 §9.1.2.2 g", [(In, Reflected(In, "198.51.100.1", 1)), (In2, Reflected(In2, "198.51.100.1", 1))]),
    };

    public static TheoryData<string> Rows => [.. Cases.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    [Theory]
    [MemberData(nameof(Rows))]
    public Task The_path_that_wins_when_it_comes_first_has(string what) => WinsAsync(Cases[what].Paths);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task The_path_that_wins_when_it_comes_last_has(string what) => WinsAsync([.. Cases[what].Paths.Reverse()], Cases[what].Paths[0].From);

    // Each path says by a community whose it is.
    private async Task WinsAsync((LabPeer From, byte[] Attributes)[] inOrder, LabPeer? best = null)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        foreach ((LabPeer from, byte[] attributes) in inOrder)
        {
            RfcPeer source = await lab.LastingAsync(from);
            await source.SendAsync(Announce(prefix, [.. attributes, .. Mark(from)]));
            await lab.PassAsync(from, LabPeer.Client, Mandatory(from)); // in the table before the next one is said
        }

        byte winner = (best ?? inOrder[0].From).Host;
        await observer.RouteAsync(prefix, route => route[8]![3] == winner);
        await lab.PassAsync(Wide, LabPeer.Observer, Mandatory(Wide));
        Assert.Equal(winner, (await observer.RouteAsync(prefix))[8]![3]);
    }

    private static byte[] Mark(LabPeer peer) => Attribute(OptionalTransitive, 8, 0xfd, 0xe8, 0, peer.Host);

    private static byte[] Outside(LabPeer peer, byte[]? path = null, byte origin = 0) =>
        [.. Attribute(WellKnown, 1, origin), .. path ?? Path(peer.As), .. NextHop(peer.Address)];

    private static byte[] Inside(LabPeer peer, uint preference, byte[] path) => [.. Igp, .. path, .. NextHop(peer.Address), .. LocalPref(preference)];

    private static byte[] Reflected(LabPeer peer, string originator, int clusters) =>
    [
        .. Inside(peer, 100, Path(65300)), .. Attribute(Optional, 9, System.Net.IPAddress.Parse(originator).GetAddressBytes()),
        .. clusters == 0 ? [] : Attribute(Optional, 10, [.. Enumerable.Range(1, clusters).SelectMany(i => new byte[] { 198, 51, 100, (byte)i })]),
    ];
}
