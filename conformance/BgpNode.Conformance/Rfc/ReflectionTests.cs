using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Who is sent whose routes by a reflector, RFC 4456, and what it adds.</summary>
public sealed class ReflectionTests(RfcLab lab) : IClassFixture<RfcLab>
{
    [Theory, Rfc(4456, "6")]
    [InlineData("internal", "client")]
    [InlineData("other-internal", "other-client")]
    [InlineData("client", "other-client")]
    [InlineData("other-client", "client")]
    [InlineData("client", "internal")]
    [InlineData("external", "client")]
    [InlineData("external", "internal")]
    [InlineData("client", "observer")]
    [InlineData("internal", "observer")]
    public async Task A_route_goes(string from, string to) =>
        Assert.NotNull(await lab.PassAsync(LabPeer.Named(from), LabPeer.Named(to), Mandatory(LabPeer.Named(from))));

    [Theory, Rfc(4456, "6")]
    [InlineData("internal", "other-internal")]
    [InlineData("other-internal", "internal")]
    public async Task A_route_does_not_go_between_neighbours_that_are_no_clients(string from, string to) =>
        await lab.AssertNotPassedAsync(LabPeer.Named(from), LabPeer.Named(to), Mandatory(LabPeer.Named(from)));

    [Theory, Rfc(4456, "6")]
    [InlineData("client")]
    [InlineData("internal")]
    [InlineData("external")]
    public async Task A_route_does_not_go_back(string from)
    {
        LabPeer peer = LabPeer.Named(from);
        RfcPeer source = await lab.LastingAsync(peer);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(peer)));
        await lab.AssertStaysAwayAsync(peer, peer, () => Assert.False(source.HasRoute(prefix)));
    }

    [Theory, Rfc(4456, "8")]
    [InlineData("internal")]
    [InlineData("client")]
    public async Task What_reflection_adds_stays_inside(string from)
    {
        LabPeer peer = LabPeer.Named(from);
        SentRoute route = await lab.PassAsync(peer, LabPeer.Observer, [.. Mandatory(peer), .. Attribute(Optional, 9, 198, 51, 100, 1), .. Attribute(Optional, 10, 198, 51, 100, 2)]);
        Assert.Equal((false, false), (route.Has(9), route.Has(10)));
    }

    [Theory, Rfc(4456, "8")]
    [InlineData("internal")]
    [InlineData("client")]
    public async Task A_route_from_outside_is_not_called_reflected(string to)
    {
        SentRoute route = await lab.PassAsync(LabPeer.External, LabPeer.Named(to), Mandatory(LabPeer.External));
        Assert.Equal((false, false), (route.Has(9), route.Has(10)));
    }

    [Fact, Rfc(4456, "8")]
    public async Task The_originator_is_the_neighbour_by_its_identifier()
    {
        SentRoute route = await lab.PassAsync(LabPeer.Internal, LabPeer.Client, Mandatory(LabPeer.Internal));
        Assert.Equal((0x80, 0x80), (route.Attributes[9].Flags, route.Attributes[10].Flags));
        Assert.Equal(System.Net.IPAddress.Parse(LabPeer.Internal.Identifier).GetAddressBytes(), route[9]);
    }

    [Fact, Rfc(4456, "8")]
    public async Task A_list_of_clusters_grows_by_one()
    {
        byte[] passed = [198, 51, 100, 2, 198, 51, 100, 3];
        SentRoute route = await lab.PassAsync(LabPeer.Client, LabPeer.OtherClient,
            [.. Mandatory(LabPeer.Client), .. Attribute(Optional, 9, 198, 51, 100, 1), .. Attribute(Optional, 10, passed)]);
        Assert.Equal(12, route[10]!.Length);
        Assert.Equal(passed, route[10]![4..]);
    }

    [Fact, Rfc(4456, "10")]
    public async Task Reflection_changes_neither_path_nor_next_hop_nor_preference_nor_MED()
    {
        byte[] attributes = [.. Attribute(WellKnown, 1, 1), .. Path(65300, 65301), .. NextHop("198.51.100.77"), .. Med(33), .. LocalPref(222)];
        SentRoute route = await lab.PassAsync(LabPeer.Client, LabPeer.Internal, attributes);
        Assert.Equal(("65300 65301", "198.51.100.77", 33u, 222u, (byte)1), (route.Path, route.NextHop, route.Number(4), route.Number(5), route[1]![0]));
    }

    [Fact, Rfc(4456, "8")]
    public async Task Our_own_identifier_as_originator_of_an_IPv6_route_is_not_used()
    {
        RfcPeer client = await lab.LastingAsync(LabPeer.Client);
        RfcPeer other = await lab.LastingAsync(LabPeer.OtherClient);
        string prefix = lab.NextPrefixIPv6();
        await client.SendAsync(Update([], [.. Igp, .. Path(), .. LocalPref(100), .. Attribute(Optional, 9, 10, 9, 0, 1), .. Reach(prefix, "fd00:9::99")], []));
        await lab.PassAsync(LabPeer.Client, LabPeer.OtherClient, Mandatory(LabPeer.Client));
        Assert.False(other.HasRoute(prefix));
    }
}
