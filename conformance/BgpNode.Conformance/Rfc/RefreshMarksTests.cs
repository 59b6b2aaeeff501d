using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>RFC 7313: the marks around a refresh, as they are sent, taken and refused.</summary>
public sealed class RefreshMarksTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const byte RouteRefresh = 5;
    private const byte Request = 0, Begin = 1, End = 2;

    private static readonly LabPeer Peer = LabPeer.External;

    [Fact, Rfc(7313, "3.1"), Rfc(2918, "2")]
    public async Task Both_capabilities_are_announced()
    {
        await using RfcPeer peer = await lab.ConnectAsync(Peer);
        await peer.SendAsync(OpenWithMarks());
        string open = Convert.ToHexString(await peer.MessageAsync(BgpBytes.Open));
        Assert.Contains("02004600", open);
    }

    [Fact, Rfc(7313, "4"), Rfc(7313, "3.2")]
    public async Task The_answer_is_between_marks_and_complete()
    {
        RfcPeer source = await lab.LastingAsync(LabPeer.Wide);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(LabPeer.Wide)));
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWithMarks());
        await peer.RouteAsync(prefix);
        await peer.SendAsync(Refresh(Request));
        await peer.UntilAsync("both marks", () => Marks(peer).Length == 2);
        Assert.Equal(["00010101", "00010201"], Marks(peer));
        ReceivedMessage[] between = [.. peer.Messages.SkipWhile(m => m.Type != RouteRefresh).Skip(1).TakeWhile(m => m.Type != RouteRefresh)];
        Assert.Contains(between, m => m.Update?.Announced.Contains(prefix) == true);
        Assert.DoesNotContain(between, m => m.Update?.EndOfRib is not null);
    }

    [Fact, Rfc(7313, "4"), Rfc(2918, "4")]
    public async Task Who_does_not_know_marks_is_sent_none()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer source = await lab.LastingAsync(LabPeer.Wide);
        string prefix = lab.NextPrefix();
        await source.SendAsync(Announce(prefix, Mandatory(LabPeer.Wide)));
        await observer.RouteAsync(prefix);
        await observer.SendAsync(Refresh(Request));
        await observer.UntilAsync("the route again", () => observer.Messages.Count(m => m.Update?.Announced.Contains(prefix) == true) == 2);
        Assert.Empty(Marks(observer));
    }

    [Fact, Rfc(7313, "4")]
    public async Task What_is_not_told_again_goes_at_the_end()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWithMarks());
        string kept = lab.NextPrefix(), lost = lab.NextPrefix(), late = lab.NextPrefix();
        await peer.SendAsync(Announce(kept, Mandatory(Peer)));
        await peer.SendAsync(Announce(lost, Mandatory(Peer)));
        await observer.RouteAsync(lost);

        await peer.SendAsync(Refresh(Begin));
        await peer.SendAsync(Announce(kept, Mandatory(Peer)));
        await peer.SendAsync(Announce(late, Mandatory(Peer)));
        await observer.RouteAsync(late);
        Assert.True(observer.HasRoute(lost));
        await peer.SendAsync(Refresh(End));
        await observer.GoneAsync(lost);
        Assert.True(observer.HasRoute(kept) && observer.HasRoute(late) && peer.IsUp);
    }

    [Fact, Rfc(7313, "4"), Rfc(7313, "5")]
    public async Task An_end_alone_and_marks_of_other_families_and_unknown_subtypes_change_nothing()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWithMarks());
        string prefix = lab.NextPrefix(), after = lab.NextPrefix();
        await peer.SendAsync(Announce(prefix, Mandatory(Peer)));
        await observer.RouteAsync(prefix);
        await peer.SendAsync(Refresh(End));
        await peer.SendAsync(BgpBytes.Message(RouteRefresh, 0, 2, Begin, 1));
        await peer.SendAsync(BgpBytes.Message(RouteRefresh, 0, 2, End, 1));
        await peer.SendAsync(BgpBytes.Message(RouteRefresh, 0, 25, Begin, 70));
        await peer.SendAsync(BgpBytes.Message(RouteRefresh, 0, 25, End, 70));
        await peer.SendAsync(Refresh(3));
        await peer.SendAsync(Refresh(255));
        await peer.SendAsync(Announce(after, Mandatory(Peer)));
        await observer.RouteAsync(after);
        Assert.True(observer.HasRoute(prefix) && peer.IsUp);
        Assert.Empty(Marks(peer));
    }

    [Theory, Rfc(7313, "5")]
    [InlineData("0001010100")]
    [InlineData("00010201000000")]
    public async Task A_mark_of_another_length_ends_the_session_with_the_whole_message(string body)
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer, OpenWithMarks());
        byte[] message = BgpBytes.Message(RouteRefresh, Convert.FromHexString(body));
        await peer.SendAsync(message);
        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((7, 1, Convert.ToHexString(message)), (code, subcode, Convert.ToHexString(data)));
    }

    private static string[] Marks(RfcPeer peer) => [.. peer.Messages.Where(m => m.Type == RouteRefresh).Select(m => Convert.ToHexString(m.Body))];

    private static byte[] Refresh(byte subtype) => BgpBytes.Message(RouteRefresh, 0, 1, subtype, 1);

    private static byte[] OpenWithMarks() => OpenBytes.With(Peer, OpenBytes.Parameter(
    [
        .. OpenBytes.IPv4, .. OpenBytes.IPv6, .. OpenBytes.RouteRefresh, .. OpenBytes.Capability(70),
        .. OpenBytes.ExtendedMessage, .. OpenBytes.FourOctetAs(Peer.As),
    ]));
}
