using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker.Bfd;

public sealed class SessionBfdTests
{
    private static readonly PeerConfig Config = SessionHarness.Config with { Bfd = new BfdConfig(new BfdTimers(100_000, 100_000, 3), Multihop: false) };

    [Fact, Rfc(9384, "3")]
    public async Task A_path_that_fails_ends_the_session_with_Cease_BFD_Down()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer _) = await SessionHarness.EstablishedAsync(Config);
        await using SessionHarness ending = harness;
        harness.Bfd.Watches.Single().Fail();
        await peer.ExpectEndAsync(ProtocolError.BfdDown);
        await harness.UntilAsync(SessionState.Idle);
        Assert.Equal("sent Cease/BFD Down", harness.Session.Status.LastDown!.Text);
    }

    [Fact]
    public async Task A_session_does_not_wait_for_BFD_and_a_failure_without_a_session_does_nothing()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(Config);
        harness.Bfd.Watches.Single().Fail();
        ScriptedPeer peer = await harness.Dialer.CalledAsync();
        await peer.EstablishAsync();
        await harness.UntilAsync(SessionState.Established);
    }

    [Fact]
    public async Task Other_timers_reach_BFD_and_cost_nothing()
    {
        (SessionHarness harness, ScriptedPeer _, FakeRibPeer _) = await SessionHarness.EstablishedAsync(Config);
        await using SessionHarness ending = harness;
        var timers = new BfdTimers(50_000, 50_000, 5);
        await harness.Session.ConfigureAsync(Config with { Bfd = new BfdConfig(timers, Multihop: false) }, problem: null);
        FakeBfdWatch watch = harness.Bfd.Watches.Single();
        Assert.Equal((timers, false, SessionState.Established), (watch.Timers, watch.Stopped, harness.Session.Status.State));
    }

    [Fact]
    public async Task Another_distance_is_another_session_of_BFD_and_none_ends_it()
    {
        (SessionHarness harness, ScriptedPeer _, FakeRibPeer _) = await SessionHarness.EstablishedAsync(Config);
        await using SessionHarness ending = harness;
        Assert.Equal(new BfdPeer("tor", Address.Parse("192.0.2.2"), null, null, false, 1), harness.Bfd.Watches[0].Peer);
        await harness.Session.ConfigureAsync(Config with { Bfd = Config.Bfd!.Value with { Multihop = true } }, problem: null);
        Assert.Equal([true, false], harness.Bfd.Watches.Select(w => w.Stopped));
        Assert.Equal(255, harness.Bfd.Watches[1].Peer.MaxHops);
        await harness.Session.ConfigureAsync(Config with { Bfd = null }, problem: null);
        Assert.All(harness.Bfd.Watches, w => Assert.True(w.Stopped));
        Assert.Null(harness.Session.Status.Bfd);
        Assert.Equal(SessionState.Established, harness.Session.Status.State);
    }

    [Fact]
    public async Task A_neighbour_that_is_disabled_or_removed_is_watched_no_longer()
    {
        SessionHarness harness = await SessionHarness.StartAsync(Config);
        await harness.Session.ConfigureAsync(Config with { Disabled = true }, problem: null);
        Assert.True(harness.Bfd.Watches.Single().Stopped);
        await harness.Session.ConfigureAsync(Config, problem: null);
        Assert.Equal([true, false], harness.Bfd.Watches.Select(w => w.Stopped));
        await harness.DisposeAsync();
        Assert.All(harness.Bfd.Watches, w => Assert.True(w.Stopped));
    }
}
