using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker;

public class MessagesTests
{
    [Fact]
    public async Task UPDATEs_arrive_whole_and_in_order_however_the_octets_are_cut()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        byte[] sent = [.. Enumerable.Range(0, 50).SelectMany(i => ScriptedPeer.Update(new Prefix(Address.V4((uint)(0x0a000000 + (i << 8))), 24)))];
        for (int i = 0; i < sent.Length; i += 7)
        {
            await peer.SendAsync(sent.AsMemory(i, Math.Min(7, sent.Length - i)));
        }

        await routes.UntilAsync(r => r.Updates.Length == sent.Length);
        Assert.Equal(sent, routes.Updates);
    }

    [Fact]
    public async Task A_large_load_comes_in_batches_and_a_batch_holds_no_more_than_it_may()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        byte[] update = ScriptedPeer.Update([.. Enumerable.Range(0, 900).Select(i => new Prefix(Address.V4((uint)(0x0a000000 + (i << 8))), 24))]);
        byte[] sent = [.. Enumerable.Repeat(update, 2 * UpdateBatch.MaxBytes / update.Length).SelectMany(u => u)];
        await peer.SendAsync(sent);
        await routes.UntilAsync(r => r.Updates.Length == sent.Length);
        Assert.Equal(sent, routes.Updates);
        Assert.InRange(routes.Batches, 2, 1000);
    }

    [Fact]
    public async Task A_RIB_that_takes_nothing_stops_the_neighbour()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(SessionHarness.Config with { Passive = true });
        ScriptedPeer peer = harness.Call(pauseAfter: 4096);
        await peer.EstablishAsync();
        FakeRibPeer routes = await harness.Rib.UpAsync();
        routes.Close();
        byte[] update = ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24"));
        await peer.SendAsync(update);
        Task blocked = peer.SendAsync(Enumerable.Repeat(update, 1000).SelectMany(u => u).ToArray());
        await harness.SettledAsync();
        Assert.False(blocked.IsCompleted);
        routes.Open();
        await blocked;
        await routes.UntilAsync(r => r.Updates.Length == 1001 * update.Length);
    }

    [Fact]
    public async Task What_the_RIB_has_to_say_reaches_the_neighbour_in_order()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        byte[] update = ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24"));
        routes.Out.Put([.. update, .. update]);
        Assert.Equal(update[MessageFraming.HeaderLength..], (await peer.ExpectAsync(MessageType.Update)).Body.ToArray());
        await peer.ExpectAsync(MessageType.Update);
        await UntilAsync(() => harness.Session.Status.Sent[MessageType.Update] == 2 && routes.Out.Taken == 2 * update.Length);
    }

    [Fact, Rfc(4271, "6.1")]
    public async Task Garbage_is_answered_with_the_right_NOTIFICATION_and_routes_go()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await peer.SendAsync(new byte[19]);
        await peer.ExpectEndAsync(ProtocolError.ConnectionNotSynchronized);
        await routes.UntilAsync(r => r.IsDown);
    }

    [Fact, Rfc(4271, "6.1")]
    public async Task A_message_longer_than_agreed_is_refused_with_its_length()
    {
        (SessionHarness harness, ScriptedPeer peer, _) = await SessionHarness.EstablishedAsync(SessionHarness.Config with { ExtendedMessages = false });
        await using SessionHarness owned = harness;
        await peer.SendAsync((byte[])[.. MessageFraming.Marker, 0x10, 0x01, 2]);
        await peer.ExpectEndAsync(ProtocolError.BadMessageLength(4097));
    }

    [Fact, Rfc(6608, "3")]
    public async Task An_OPEN_in_Established_and_an_UPDATE_in_OpenSent_are_told_as_such()
    {
        (SessionHarness harness, ScriptedPeer peer, _) = await SessionHarness.EstablishedAsync();
        await using (harness)
        {
            await peer.SendOpenAsync();
            await peer.ExpectEndAsync(ProtocolError.UnexpectedInEstablished(1));
        }

        await using SessionHarness second = await SessionHarness.StartAsync();
        ScriptedPeer other = await second.Dialer.CalledAsync();
        await other.ExpectOpenAsync();
        await other.SendAsync(ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24")));
        await other.ExpectEndAsync(ProtocolError.UnexpectedInOpenSent(2));
    }

    [Fact, Rfc(2918, "4")]
    public async Task ROUTE_REFRESH_reaches_the_RIB_when_the_family_is_agreed()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await peer.SendRouteRefreshAsync(Family.IPv6);
        await peer.SendRouteRefreshAsync(Family.IPv4);
        Assert.Equal([(Family.IPv4, (byte)0)], await routes.RefreshesAsync(1));
    }

    [Fact, Rfc(9003, "2")]
    public async Task The_neighbours_words_are_kept_for_the_operator()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await peer.SendNotificationAsync(ProtocolError.AdministrativeShutdown("moving racks"));
        await routes.UntilAsync(r => r.IsDown);
        await harness.UntilAsync(SessionState.Idle);
        Assert.Contains("moving racks", harness.Session.Status.LastErrorReceived?.Text, StringComparison.Ordinal);
    }

    [Fact, Rfc(4486, "4")]
    public async Task The_RIB_may_end_a_session_and_too_many_prefixes_keep_it_down_for_a_minute()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        var error = ProtocolError.MaxPrefixesReached(Family.IPv4, 10);
        routes.Up.Fail(error);
        await peer.ExpectEndAsync(error);
        await harness.UntilAsync(SessionState.Idle);
        await harness.Call().ExpectEndAsync(ProtocolError.ConnectionRejected);
        harness.Clock.Advance(TimeSpan.FromSeconds(44)); // a minute less a quarter
        await harness.SettledAsync();
        Assert.Equal(1, harness.Dialer.Tries);
        harness.Clock.Advance(TimeSpan.FromSeconds(16));
        await harness.Dialer.TriedAsync(2);
    }

    [Theory, Rfc(4486, "4")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_with_too_many_prefixes_comes_up_earlier_when_it_is_reset_or_configured_anew(bool reset)
    {
        PeerConfig config = SessionHarness.Config with { Policy = new PeerPolicy { RestartAfter = TimeSpan.FromHours(1) } };
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(config);
        await using SessionHarness owned = harness;
        var error = ProtocolError.MaxPrefixesReached(Family.IPv4, 10);
        routes.Up.Fail(error);
        await peer.ExpectEndAsync(error);
        await harness.UntilAsync(SessionState.Idle);
        await harness.SettledAsync();
        Assert.InRange(harness.Session.Status.HeldDownUntil!.Value - harness.Clock.GetUtcNow(), TimeSpan.FromMinutes(45), TimeSpan.FromHours(1));
        Assert.Equal((1, 1), (harness.Session.Status.LimitEnds, harness.Dialer.Tries));

        await (reset
            ? harness.Session.ResetAsync(ProtocolError.AdministrativeReset(null))
            : harness.Session.ConfigureAsync(config with { Policy = config.Policy with { MaxPrefixes = 20 } }, problem: null));
        await harness.Dialer.TriedAsync(2);
        Assert.Null(harness.Session.Status.HeldDownUntil);
    }

    [Fact, Rfc(4486, "4")]
    public async Task A_session_that_is_ended_for_want_of_memory_stays_down_for_a_while()
    {
        (SessionHarness harness, ScriptedPeer peer, _) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await harness.Session.ResetAsync(ProtocolError.OutOfResources);
        await peer.ExpectEndAsync(ProtocolError.OutOfResources);
        await harness.UntilAsync(SessionState.Idle);
        await harness.Call().ExpectEndAsync(ProtocolError.ConnectionRejected);
        Assert.NotNull(harness.Session.Status.HeldDownUntil);
        Assert.Equal((0L, 1), (harness.Session.Status.LimitEnds, harness.Dialer.Tries));
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await harness.Dialer.TriedAsync(2);
    }

    [Fact]
    public async Task Another_policy_reaches_the_RIB_and_the_session_stays()
    {
        (SessionHarness harness, _, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        PeerPolicy policy = SessionHarness.Config.Policy with { Export = ExportScope.All };
        await harness.Session.ConfigureAsync(SessionHarness.Config with { Policy = policy, Description = "new" }, problem: null);
        Assert.Equal([policy], await routes.PoliciesAsync(1));
        Assert.Equal(SessionState.Established, harness.Session.Status.State);
    }

    [Fact, Rfc(4486, "4")]
    public async Task Another_OPEN_resets_the_session_and_a_disabled_one_stays_down_with_its_message()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await harness.Session.ConfigureAsync(SessionHarness.Config with { HoldTime = TimeSpan.FromSeconds(30) }, problem: null);
        await peer.ExpectEndAsync(ProtocolError.OtherConfigurationChange);
        await routes.UntilAsync(r => r.IsDown);

        ScriptedPeer again = await harness.Dialer.CalledAsync();
        Assert.Equal(30, (await again.EstablishAsync()).HoldTime);
        await harness.Rib.UpAsync(2);
        await harness.Session.ConfigureAsync(SessionHarness.Config with { HoldTime = TimeSpan.FromSeconds(30), Disabled = true, ShutdownMessage = "lunch" }, problem: null);
        await again.ExpectEndAsync(ProtocolError.AdministrativeShutdown("lunch"));
        harness.Clock.Advance(TimeSpan.FromMinutes(5));
        await harness.SettledAsync();
        Assert.Equal(2, harness.Dialer.Tries);
    }

    [Fact, Rfc(4486, "4")]
    public async Task A_stop_says_Administrative_Shutdown_and_takes_the_routes_away()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await harness.UntilAsync(SessionState.Established);
        Task stopping = harness.DisposeAsync().AsTask();
        await peer.ExpectEndAsync(ProtocolError.AdministrativeShutdown());
        await stopping;
        Assert.True(routes.IsDown);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
