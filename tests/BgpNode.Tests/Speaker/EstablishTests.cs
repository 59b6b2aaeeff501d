using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker;

public class EstablishTests
{
    [Fact, Rfc(4271, "8.2.2")]
    public async Task An_active_session_dials_and_is_established_and_the_RIB_hears_of_it()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync();
        ScriptedPeer peer = await harness.Dialer.CalledAsync();
        OpenMessage open = await peer.EstablishAsync();
        FakeRibPeer routes = await harness.Rib.UpAsync();

        Assert.Equal(new AsNumber(65001), open.As);
        Assert.Equal("tor", routes.Up.PeerName);
        Assert.Equal(SessionHarness.Config.RemoteAddress, routes.Up.PeerAddress);
        Assert.Equal(90, routes.Up.Agreement.HoldTime);
        await harness.UntilAsync(SessionState.Established);
        Assert.Equal([SessionState.Connect, SessionState.OpenSent, SessionState.OpenConfirm, SessionState.Established], harness.Seen);
        PeerStatus status = harness.Session.Status;
        Assert.Equal(1, status.TimesUp);
        Assert.Equal(TimeSpan.FromSeconds(30), status.KeepaliveTime);
        Assert.Equal(1, status.Received[MessageType.Open]);
        Assert.Equal(1, status.Sent[MessageType.Keepalive]);
        Assert.NotEmpty(status.CapabilitiesReceived);
    }

    [Fact, Rfc(4271, "8.1.1")]
    public async Task A_passive_session_waits_for_the_neighbour()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(SessionHarness.Config with { Passive = true });
        await harness.UntilAsync(SessionState.Active);
        ScriptedPeer peer = harness.Call();
        await peer.EstablishAsync();
        await harness.Rib.UpAsync();
        Assert.Equal(0, harness.Dialer.Tries);
    }

    [Fact, Rfc(4271, "6.2")]
    public async Task An_OPEN_from_the_wrong_AS_is_answered_with_Bad_Peer_AS_and_the_AS()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync();
        ScriptedPeer peer = await harness.Dialer.CalledAsync();
        await peer.ExpectOpenAsync();
        await peer.SendOpenAsync(ScriptedPeer.Offer with { LocalAs = new AsNumber(64999) });
        await peer.ExpectEndAsync(new ProtocolError(NotificationCode.OpenMessage, 2, new byte[] { 0xfd, 0xe7 }));
        await harness.UntilAsync(SessionState.Idle);
        Assert.Equal("sent OPEN Message Error/Bad Peer AS: AS 64999", harness.Session.Status.LastErrorSent?.Text);
    }

    [Fact, Rfc(4271, "8.2.2")]
    public async Task A_neighbour_that_is_away_is_tried_quickly_first_and_then_ever_more_slowly()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(dialer: new FakeDialer());
        await harness.Dialer.TriedAsync(1);
        await harness.UntilSeenAsync(SessionState.Idle, 1);
        for (int tries = 2; tries <= 5; tries++)
        {
            harness.Clock.Advance(RetryBackoff.Delay(tries - 1, SessionHarness.Config.ConnectRetryTime));
            await harness.Dialer.TriedAsync(tries);
            await harness.UntilSeenAsync(SessionState.Idle, tries);
        }

        await harness.SettledAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(1)); // the fifth failure rests for three seconds at the least
        await harness.SettledAsync();
        Assert.Equal(5, harness.Dialer.Tries);
        Assert.Contains("refused", harness.Session.Status.LastDown?.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact, Rfc(4271, "8.2.2")]
    public async Task A_connection_that_does_not_come_is_given_up_after_the_connect_retry_time()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(dialer: new FakeDialer().Silent());
        await harness.Dialer.TriedAsync(1);
        await harness.SettledAsync();
        harness.Clock.Advance(SessionHarness.Config.ConnectRetryTime);
        await harness.Dialer.TriedAsync(2);
    }

    [Fact]
    public async Task A_session_whose_key_cannot_be_set_stays_down_and_says_so()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(problem: "its MD5 key could not be set");
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, harness.Dialer.Tries);
        Assert.Contains("MD5", harness.Session.Status.LastDown?.Text, StringComparison.Ordinal);
        await harness.Call().ExpectEndAsync(ProtocolError.ConnectionRejected);
    }
}
