using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker;

public class TimersTests
{
    private static readonly PeerConfig Hold3 = SessionHarness.Config with { HoldTime = TimeSpan.FromSeconds(3) };

    [Fact, Rfc(4271, "6.5")]
    public async Task A_silent_neighbour_is_dropped_at_exactly_the_hold_time()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Hold3);
        await using SessionHarness owned = harness;
        await harness.UntilAsync(SessionState.Established);

        await UntilAsync(() => !harness.Session.Status.InputWaiting);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(2999));
        await harness.SettledAsync();
        Assert.Equal(SessionState.Established, harness.Session.Status.State);
        harness.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await peer.ExpectEndAsync(ProtocolError.HoldTimerExpired);
        await routes.UntilAsync(r => r.IsDown);
    }

    [Fact, Rfc(4271, "6.5")]
    public async Task Every_message_keeps_the_session_for_another_hold_time()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Hold3);
        await using SessionHarness owned = harness;
        await harness.UntilAsync(SessionState.Established);
        for (int i = 1; i <= 5; i++)
        {
            harness.Clock.Advance(TimeSpan.FromSeconds(2));
            await peer.SendAsync(ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24")));
            int length = i * ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24")).Length;
            await routes.UntilAsync(r => r.Updates.Length == length);
        }

        Assert.Equal(SessionState.Established, harness.Session.Status.State);
    }

    [Fact, Rfc(4271, "6.5")]
    public async Task Octets_that_wait_for_us_prevent_the_expiry()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Hold3);
        await using SessionHarness owned = harness;
        await harness.UntilAsync(SessionState.Established);
        routes.Close();
        await peer.SendAsync(ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24")));
        await UntilAsync(() => harness.Session.Status.Received[MessageType.Update] == 1);
        await peer.SendKeepaliveAsync(); // stands behind what the RIB does not take

        for (int second = 0; second < 10; second++)
        {
            harness.Clock.Advance(TimeSpan.FromSeconds(1));
            await harness.SettledAsync();
        }

        Assert.Equal(SessionState.Established, harness.Session.Status.State);
        Assert.True(harness.Session.Status.InputWaiting);
        routes.Open();
        await UntilAsync(() => harness.Session.Status.Received[MessageType.Keepalive] == 2 && !harness.Session.Status.InputWaiting);
        harness.Clock.Advance(TimeSpan.FromSeconds(4));
        await peer.ExpectEndAsync(ProtocolError.HoldTimerExpired);
    }

    [Fact, Rfc(4271, "4.4")]
    public async Task KEEPALIVEs_leave_at_a_third_of_the_hold_time_or_up_to_a_quarter_earlier_while_the_RIB_is_busy()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await harness.UntilAsync(SessionState.Established);
        routes.Close();
        await peer.SendAsync(ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24")));
        harness.Clock.Advance(TimeSpan.FromSeconds(22));
        await harness.SettledAsync();
        Assert.Equal(1, harness.Session.Status.Sent[MessageType.Keepalive]);
        harness.Clock.Advance(TimeSpan.FromSeconds(8));
        await peer.ExpectAsync(MessageType.Keepalive);
        routes.Open();
    }

    [Fact, Rfc(4271, "4.2")]
    public async Task A_hold_time_of_zero_never_expires()
    {
        (SessionHarness harness, _, _) = await SessionHarness.EstablishedAsync(offer: ScriptedPeer.Offer with { HoldTime = 0 });
        await using SessionHarness owned = harness;
        await harness.UntilAsync(SessionState.Established);
        harness.Clock.Advance(TimeSpan.FromHours(1));
        await harness.SettledAsync();
        Assert.Equal(SessionState.Established, harness.Session.Status.State);
    }

    [Theory, Rfc(4271, "8.2.2")]
    [InlineData(3)]
    [InlineData(90)]
    [InlineData(0)]
    public async Task A_neighbour_that_sends_no_OPEN_is_dropped_after_ten_seconds(int holdTime)
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(Hold3 with { HoldTime = TimeSpan.FromSeconds(holdTime) });
        ScriptedPeer peer = await harness.Dialer.CalledAsync();
        await peer.ExpectOpenAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        await peer.ExpectEndAsync(ProtocolError.HoldTimerExpired);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
