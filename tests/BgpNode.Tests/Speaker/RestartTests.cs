using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker;

public sealed class RestartTests
{
    private static readonly PeerConfig Config = SessionHarness.Config with { RestartTime = TimeSpan.FromSeconds(90) };
    private static readonly OpenOffer Theirs = ScriptedPeer.Offer with { GracefulRestart = new RestartOffer(60, Restarting: false, FamilySet.IPv4) };

    [Fact, Rfc(4724, "4.2")]
    public async Task A_connection_that_is_lost_keeps_the_routes_for_the_restart_time()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Config, Theirs);
        await using SessionHarness ending = harness;
        await peer.DisposeAsync();
        await routes.UntilAsync(r => r.IsDown);
        Assert.Equal(FamilySet.IPv4, routes.Kept);
        Assert.Equal(harness.Clock.GetUtcNow().AddSeconds(60), harness.Session.Status.KeptUntil);
        harness.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(harness.Session.Status.KeptUntil);
    }

    [Fact, Rfc(4724, "4.2")]
    public async Task A_NOTIFICATION_is_meant()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Config, Theirs);
        await using SessionHarness ending = harness;
        await peer.SendNotificationAsync(ProtocolError.AdministrativeShutdown());
        await routes.UntilAsync(r => r.IsDown);
        Assert.Equal(FamilySet.None, routes.Kept);
    }

    [Fact, Rfc(4724, "4.2")]
    public async Task Nothing_is_kept_for_a_neighbour_that_does_not_restart_gracefully_or_when_we_do_not_want_it()
    {
        foreach ((PeerConfig config, OpenOffer offer) in new[] { (Config, ScriptedPeer.Offer), (SessionHarness.Config, Theirs) })
        {
            (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(config, offer);
            await using SessionHarness ending = harness;
            await peer.DisposeAsync();
            await routes.UntilAsync(r => r.IsDown);
            Assert.Equal(FamilySet.None, routes.Kept);
        }
    }

    [Fact]
    public async Task A_neighbour_that_is_disabled_while_it_is_away_loses_what_was_kept()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Config, Theirs);
        await using SessionHarness ending = harness;
        await peer.DisposeAsync();
        await routes.UntilAsync(r => r.IsDown);
        await harness.Session.ConfigureAsync(Config with { Disabled = true }, problem: null);
        Assert.Null(harness.Session.Status.KeptUntil);
        await harness.DisposeAsync();
        Assert.Equal(["tor"], harness.Rib.Forgotten);
    }

    [Theory, Rfc(4724, "3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_OPEN_says_how_our_own_restart_stands(bool converged)
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(Config, new FakeDialer());
        harness.Forwarding.Began(FamilySet.None);
        if (converged)
        {
            harness.Forwarding.Converged();
        }

        OpenMessage open = await harness.Call().ExpectOpenAsync();
        GracefulRestartCapability restart = open.Find<GracefulRestartCapability>()!;
        Assert.Equal((!converged, 90), (restart.Restarting, restart.RestartTime));
        Assert.Equal([new GracefulRestartFamily(1, 1, converged ? GracefulRestartFamily.ForwardingPreservedFlag : (byte)0)], restart.Families);
    }

    [Fact, Rfc(4724, "4.1")]
    public async Task Before_our_restart_a_neighbour_that_keeps_our_routes_is_told_nothing()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer _) = await SessionHarness.EstablishedAsync(Config, Theirs);
        await using SessionHarness ending = harness;
        Task stopped = harness.Session.StopAsync(ProtocolError.AdministrativeShutdown(), restarts: true);
        await peer.ExpectClosedAsync();
        await stopped;
    }

    [Fact]
    public async Task Before_our_restart_a_neighbour_that_would_not_keep_our_routes_is_told_so()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer _) = await SessionHarness.EstablishedAsync(Config);
        await using SessionHarness ending = harness;
        Task stopped = harness.Session.StopAsync(ProtocolError.AdministrativeShutdown(), restarts: true);
        await peer.ExpectEndAsync(ProtocolError.AdministrativeShutdown());
        await stopped;
    }

    [Fact, Rfc(4724, "4.2")]
    public async Task A_neighbour_that_connects_anew_has_restarted_although_its_old_connection_seems_well()
    {
        (SessionHarness harness, ScriptedPeer _, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(Config, Theirs);
        await using SessionHarness ending = harness;
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        ScriptedPeer again = harness.Call();
        await again.EstablishAsync(Theirs);
        FakeRibPeer second = await harness.Rib.UpAsync(2);
        Assert.Equal((FamilySet.IPv4, false), (routes.Kept, second.IsDown));
    }

    [Theory, Rfc(5882, "4.3")]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task BFD_that_falls_while_a_neighbour_restarts_counts_only_when_it_does_not_fall_with_it(bool independent, int forgotten)
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync(
            Config with { Bfd = new BfdConfig(new BfdTimers(100_000, 100_000, 3), Multihop: false) }, Theirs);
        await using SessionHarness ending = harness;
        harness.Bfd.Watches[0].Independent = independent;
        await peer.DisposeAsync();
        await routes.UntilAsync(r => r.IsDown);
        harness.Bfd.Watches[0].Fail();
        await harness.SettledAsync();
        Assert.Equal(forgotten == 0, harness.Session.Status.KeptUntil is not null);
    }
}
