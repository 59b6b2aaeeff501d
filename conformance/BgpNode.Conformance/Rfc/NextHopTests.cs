using System.Net;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Which next hop goes with a route, and IPv4 routes with IPv6 next hops (RFC 8950).</summary>
public sealed class NextHopTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const string Hop = "fd00:9::99";

    private static readonly LabPeer Out = LabPeer.External;
    private static readonly LabPeer OverIPv6 = LabPeer.OverIPv6;
    private static readonly byte[] Open = OpenBytes.With(OverIPv6, OpenBytes.Parameter(
        [.. OpenBytes.IPv4, .. OpenBytes.IPv6, .. OpenBytes.FourOctetAs(OverIPv6.As), .. OpenBytes.Capability(5, 0, 1, 0, 1, 0, 2)]));

    [Theory, Rfc(4271, "5.1.3")]
    [InlineData("external", "observer", RfcLab.NodeAddress)]
    [InlineData("internal", "observer", RfcLab.NodeAddress)]
    [InlineData("client", "observer", RfcLab.NodeAddress)]
    [InlineData("external", "internal", "10.9.0.11")]
    [InlineData("external", "client", "10.9.0.11")]
    [InlineData("client", "other-client", "10.9.0.16")]
    [InlineData("external", "keeper", "10.9.0.11")]
    public async Task The_next_hop_is_ours_or_kept(string from, string to, string nextHop) =>
        Assert.Equal(nextHop, (await lab.PassAsync(LabPeer.Named(from), LabPeer.Named(to), Mandatory(LabPeer.Named(from)))).NextHop);

    [Fact, Rfc(4271, "5.1.3")]
    public async Task A_next_hop_beyond_the_neighbour_is_kept_inside() =>
        Assert.Equal("198.51.100.9", (await lab.PassAsync(Out, LabPeer.Internal, [.. Igp, .. Path(Out.As), .. NextHop("198.51.100.9")])).NextHop);

    [Theory, Rfc(4760, "3"), Rfc(2545, "3")]
    [InlineData("observer", 16, RfcLab.NodeAddressIPv6)]
    [InlineData("internal", 16, Hop)]
    [InlineData("internal", 32, Hop)]
    public async Task An_IPv6_next_hop_is_ours_or_kept(string to, int octets, string nextHop)
    {
        SentRoute route = await PassIPv6Async(LabPeer.Named(to), octets == 16 ? Address(Hop) : [.. Address(Hop), .. Address("fe80::99")]);
        Assert.Equal((nextHop, false), (route.NextHop, route.Has(3)));
        Assert.Contains(route[14]![3], new byte[] { 16, 32 });
    }

    [Fact, Rfc(8950, "4")]
    public async Task An_IPv4_route_with_an_IPv6_next_hop_is_taken_and_passed_on_with_ours()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(OverIPv6, Open);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(ReachOfIPv4(prefix, Address(Hop)));
        Assert.Equal(RfcLab.NodeAddress, (await observer.RouteAsync(prefix)).NextHop);
        await peer.SendAsync(Update([], Attribute(Optional, 15, [0, 1, 1, .. Nlri(prefix)]), []));
        await observer.GoneAsync(prefix);
    }

    [Theory, Rfc(8950, "4")]
    [InlineData(32)]
    [InlineData(4)]
    public async Task An_IPv4_route_is_taken_with_a_next_hop_of_so_many_octets(int octets)
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(OverIPv6, Open);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(ReachOfIPv4(prefix, octets == 4 ? [10, 9, 0, 22] : [.. Address(Hop), .. Address("fe80::99")]));
        await observer.RouteAsync(prefix);
        Assert.True(peer.IsUp);
    }

    [Theory, Rfc(8950, "4"), Rfc(7606, "7.11")]
    [InlineData(8)]
    [InlineData(17)]
    public async Task An_IPv4_route_with_a_next_hop_of_another_length_ends_the_session(int octets)
    {
        await using RfcPeer peer = await lab.EstablishAsync(OverIPv6, Open);
        await peer.SendAsync(ReachOfIPv4(lab.NextPrefix(), new byte[octets]));
        (byte code, byte subcode, _) = await peer.NotificationAsync();
        Assert.Equal((3, 9), (code, subcode));
    }

    [Fact, Rfc(8950, "4")]
    public async Task A_plain_NEXT_HOP_is_taken_as_before()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(OverIPv6, Open);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(Announce(prefix, Mandatory(OverIPv6)));
        await observer.RouteAsync(prefix);
    }

    [Fact, Rfc(8950, "4")]
    public async Task A_neighbour_that_does_not_know_IPv6_next_hops_is_not_sent_one()
    {
        RfcPeer inside = await lab.LastingAsync(LabPeer.Internal);
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(OverIPv6, Open);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(ReachOfIPv4(prefix, Address(Hop)));
        await observer.RouteAsync(prefix);
        await lab.PassAsync(LabPeer.Wide, LabPeer.Internal, Mandatory(LabPeer.Wide));
        Assert.False(inside.HasRoute(prefix));
    }

    [Fact, Rfc(8950, "3")]
    public async Task The_capability_names_IPv4_unicast_over_IPv6_where_it_is_configured_and_only_there()
    {
        await using RfcPeer peer = await lab.ConnectAsync(OverIPv6);
        Assert.Contains("0506000100010002", Convert.ToHexString(await peer.MessageAsync(1)), StringComparison.Ordinal);
        await using RfcPeer other = await lab.ConnectAsync(LabPeer.Twin);
        Assert.DoesNotContain("050600010001", Convert.ToHexString(await other.MessageAsync(1)), StringComparison.Ordinal);
    }

    private static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    private static byte[] ReachOfIPv4(string prefix, byte[] nextHop) =>
        Update([], [.. Igp, .. Path(OverIPv6.As), .. Attribute(Optional, 14, [0, 1, 1, (byte)nextHop.Length, .. nextHop, 0, .. Nlri(prefix)])], []);

    private async Task<SentRoute> PassIPv6Async(LabPeer to, byte[] nextHop)
    {
        RfcPeer receiver = await lab.LastingAsync(to);
        RfcPeer source = await lab.LastingAsync(Out);
        string prefix = lab.NextPrefixIPv6();
        await source.SendAsync(Update([], [.. Igp, .. Path(Out.As), .. Attribute(Optional, 14, [0, 2, 1, (byte)nextHop.Length, .. nextHop, 0, .. Nlri(prefix)])], []));
        return await receiver.RouteAsync(prefix);
    }
}
