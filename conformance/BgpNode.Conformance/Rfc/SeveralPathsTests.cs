using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>RFC 7911 octet by octet: a neighbour with several paths for a prefix, and one beside it that sees the best.</summary>
public sealed class SeveralPathsTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const byte Receives = 1, Sends = 2, Both = 3;

    private static readonly LabPeer Peer = LabPeer.Several;

    [Fact, Rfc(7911, "4")]
    public async Task The_capability_names_each_family_and_both_directions_and_only_where_it_is_asked_for()
    {
        await using RfcPeer peer = await lab.ConnectAsync(Peer);
        await peer.SendAsync(OpenBytes.Of(Peer));
        Assert.Contains("450800010103" + "00020103", Convert.ToHexString(await peer.MessageAsync(BgpBytes.Open)));
        await using RfcPeer other = await lab.ConnectAsync(LabPeer.External);
        await other.SendAsync(OpenBytes.Of(LabPeer.External));
        Assert.DoesNotContain("4508000101", Convert.ToHexString(await other.MessageAsync(BgpBytes.Open)));
    }

    [Fact, Rfc(7911, "3")]
    public async Task The_best_of_several_counts_and_the_next_one_when_it_is_withdrawn()
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWith(Sends));
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(Announce(prefix, 1, Peer.As, 65100));
        await peer.SendAsync(Announce(prefix, 0, Peer.As));
        await peer.SendAsync(Announce(prefix, uint.MaxValue, Peer.As, 65101, 65102));
        await observer.RouteAsync(prefix, route => route.Path == $"{LabPeer.NodeAs} {Peer.As}");

        await peer.SendAsync(Withdraw(prefix, 0));
        await observer.RouteAsync(prefix, route => route.Path == $"{LabPeer.NodeAs} {Peer.As} 65100");
        await peer.SendAsync(Withdraw(prefix, 77)); // nobody's
        await peer.SendAsync(Withdraw(prefix, 1));
        await observer.RouteAsync(prefix, route => route.Path.EndsWith("65102", StringComparison.Ordinal));
        await peer.SendAsync(Withdraw(prefix, uint.MaxValue));
        await observer.GoneAsync(prefix);
        Assert.True(peer.IsUp);
    }

    [Fact, Rfc(7911, "3")]
    public async Task A_path_with_the_identifier_of_another_takes_its_place()
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWith(Sends));
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(Announce(prefix, 5, Peer.As));
        await observer.RouteAsync(prefix, route => route.Path == $"{LabPeer.NodeAs} {Peer.As}");
        await peer.SendAsync(Announce(prefix, 5, Peer.As, 65100));
        await observer.RouteAsync(prefix, route => route.Path == $"{LabPeer.NodeAs} {Peer.As} 65100");
        await peer.SendAsync(Withdraw(prefix, 5));
        await observer.GoneAsync(prefix);
    }

    [Fact, Rfc(7911, "3")]
    public async Task IPv6_routes_have_identifiers_too()
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWith(Sends));
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        const string Prefix = "2001:db8:7911::/48";
        byte[] hop = [0, 2, 1, 16, 0xfd, 0, 0, 9, .. new byte[11], 0x99, 0];
        await peer.SendAsync(Update([], [.. Igp, .. Path(Peer.As), .. Attribute(Optional, 14, [.. hop, .. Octets(9), .. Nlri(Prefix)])], []));
        await observer.RouteAsync(Prefix);
        await peer.SendAsync(Update([], Attribute(Optional, 15, [0, 2, 1, .. Octets(8), .. Nlri(Prefix)]), []));
        await peer.SendAsync(Update([], Attribute(Optional, 15, [0, 2, 1, .. Octets(9), .. Nlri(Prefix)]), []));
        await observer.GoneAsync(Prefix);
        Assert.True(peer.IsUp);
    }

    [Theory, Rfc(7911, "4")]
    [InlineData(Receives)]
    [InlineData(9)]
    [InlineData(0)]
    public async Task Who_does_not_say_that_it_sends_several_sends_no_identifiers(byte mode)
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWith(mode));
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await peer.SendAsync(UpdateBytes.Announce(prefix, Mandatory(Peer)));
        await observer.RouteAsync(prefix);
        await peer.SendAsync(UpdateBytes.Withdraw(prefix));
        await observer.GoneAsync(prefix);
    }

    [Theory, Rfc(7911, "3"), Rfc(7606, "5.3")]
    [InlineData("000000")]
    [InlineData("00000001")]
    [InlineData("0000000118C0A8")]
    [InlineData("0000000121C0A8000100")]
    public async Task An_identifier_or_a_prefix_that_runs_off_the_end_ends_the_session(string nlri)
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWith(Both));
        await peer.SendAsync(Update([], Mandatory(Peer), Convert.FromHexString(nlri)));
        (byte code, byte subcode, _) = await peer.NotificationAsync();
        Assert.Equal((3, 10), (code, subcode));
    }

    private static byte[] OpenWith(byte mode) => OpenBytes.With(Peer, OpenBytes.Parameter(
    [
        .. OpenBytes.IPv4, .. OpenBytes.IPv6, .. OpenBytes.RouteRefresh, .. OpenBytes.ExtendedMessage, .. OpenBytes.FourOctetAs(Peer.As),
        .. OpenBytes.Capability(69, 0, 1, 1, mode, 0, 2, 1, mode),
    ]));

    private static byte[] Announce(string prefix, uint id, params uint[] path) =>
        Update([], [.. Igp, .. Path(path), .. NextHop(Peer.Address)], [.. Octets(id), .. Nlri(prefix)]);

    private static byte[] Withdraw(string prefix, uint id) => Update([.. Octets(id), .. Nlri(prefix)], [], []);
}
