using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Xunit;

namespace BgpNode.Tests.Speaker;

[Rfc(4271, "6.8")]
public class CollisionTests
{
    private static readonly OpenOffer Higher = ScriptedPeer.Offer;
    private static readonly OpenOffer Lower = ScriptedPeer.Offer with { LocalId = new RouterId(0x09000001) };

    [Fact]
    public async Task Of_two_connections_the_neighbours_survives_when_its_identifier_is_higher()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync();
        ScriptedPeer ours = await harness.Dialer.CalledAsync();
        await ours.ExpectOpenAsync();
        ScriptedPeer theirs = harness.Call();
        await theirs.ExpectOpenAsync();

        await ours.SendOpenAsync(Higher);
        await ours.ExpectEndAsync(ProtocolError.ConnectionCollisionResolution);
        await FinishAsync(theirs, Higher);
        await AssertUpWithoutFlapAsync(harness);
    }

    [Fact]
    public async Task Of_two_connections_ours_survives_when_our_identifier_is_higher()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync();
        ScriptedPeer ours = await harness.Dialer.CalledAsync();
        await ours.ExpectOpenAsync();
        ScriptedPeer theirs = harness.Call();
        await theirs.ExpectOpenAsync();

        await theirs.SendOpenAsync(Lower);
        await theirs.ExpectEndAsync(ProtocolError.ConnectionCollisionResolution);
        await FinishAsync(ours, Lower);
        await AssertUpWithoutFlapAsync(harness);
    }

    [Fact]
    public async Task The_order_of_the_OPENs_does_not_matter()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync();
        ScriptedPeer ours = await harness.Dialer.CalledAsync();
        await ours.ExpectOpenAsync();
        ScriptedPeer theirs = harness.Call();
        await theirs.ExpectOpenAsync();

        await theirs.SendOpenAsync(Higher);
        await theirs.ExpectAsync(MessageType.Keepalive);
        await ours.ExpectEndAsync(ProtocolError.ConnectionCollisionResolution);
        await theirs.SendKeepaliveAsync();
        await AssertUpWithoutFlapAsync(harness);
    }

    [Fact]
    public async Task An_attempt_that_has_no_connection_yet_is_given_up()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(dialer: new FakeDialer().Silent());
        await harness.Dialer.TriedAsync(1);
        ScriptedPeer theirs = harness.Call();
        await theirs.EstablishAsync(Lower);
        await AssertUpWithoutFlapAsync(harness);
        harness.Clock.Advance(TimeSpan.FromSeconds(20));
        await harness.SettledAsync();
        Assert.Equal(1, harness.Dialer.Tries);
    }

    [Fact]
    public async Task An_established_session_is_not_disturbed_by_another_connection()
    {
        (SessionHarness harness, ScriptedPeer peer, FakeRibPeer routes) = await SessionHarness.EstablishedAsync();
        await using SessionHarness owned = harness;
        await harness.UntilAsync(SessionState.Established);
        await harness.Call().ExpectEndAsync(ProtocolError.ConnectionCollisionResolution);
        await peer.SendAsync(ScriptedPeer.Update(Prefix.Parse("10.1.0.0/24")));
        await routes.UntilAsync(r => r.Updates.Length > 0);
        await AssertUpWithoutFlapAsync(harness);
    }

    [Fact]
    public async Task A_neighbour_that_forgot_its_unfinished_connection_may_make_another()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(SessionHarness.Config with { Passive = true });
        ScriptedPeer forgotten = harness.Call();
        await forgotten.ExpectOpenAsync();
        ScriptedPeer theirs = harness.Call();
        await theirs.EstablishAsync();
        await AssertUpWithoutFlapAsync(harness);
    }

    [Fact]
    public async Task When_the_survivor_ends_the_session_is_dialled_again()
    {
        await using SessionHarness harness = await SessionHarness.StartAsync(dialer: new FakeDialer().Silent());
        await harness.Dialer.TriedAsync(1);
        ScriptedPeer theirs = harness.Call();
        await theirs.EstablishAsync();
        await harness.UntilAsync(SessionState.Established);
        await theirs.DisposeAsync();
        await harness.UntilAsync(SessionState.Idle);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        await harness.Dialer.TriedAsync(2);
    }

    private static async Task FinishAsync(ScriptedPeer survivor, OpenOffer offer)
    {
        await survivor.SendOpenAsync(offer);
        await survivor.ExpectAsync(MessageType.Keepalive);
        await survivor.SendKeepaliveAsync();
    }

    private static async Task AssertUpWithoutFlapAsync(SessionHarness harness)
    {
        await harness.UntilAsync(SessionState.Established);
        await harness.SettledAsync();
        Assert.Single(harness.Rib.Peers);
        Assert.Equal(SessionState.Established, harness.Seen[^1]);
        Assert.Single(harness.Seen, SessionState.Established);
    }
}
