using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Intent;
using BgpNode.TestKit.Speaker;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Peers;

/// <summary>Intent in, sessions out: with a real speaker that dials scripts.</summary>
public class PeersLoopTests
{
    private static readonly string Tor = Peer("tor", "{ peerIP: 192.0.2.2, asNumber: 65002, families: [ipv4] }");
    private static readonly string Tor2 = Peer("tor2", "{ peerIP: 192.0.2.3, asNumber: 65002, families: [ipv4] }");

    [Fact]
    public async Task A_neighbour_comes_and_another_ones_coming_does_not_touch_it()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor);
        await using ScriptedPeer tor = await bench.CalledAsync();
        FakeRibPeer routes = await bench.Rib.UpAsync();
        await bench.Loop.Applied;
        Assert.Equal("tor", bench.Loop.Plan.Peers.Single().Name);

        await bench.WantAsync(Tor, Tor2);
        await using ScriptedPeer tor2 = await bench.CalledAsync();
        await bench.Rib.UpAsync(2);
        Assert.Equal(["tor", "tor2"], bench.Speaker.Peers.Select(peer => peer.Name));
        Assert.False(routes.IsDown);
        Assert.Equal(2, bench.Dialer.Tries);
    }

    [Fact]
    public async Task A_neighbour_that_goes_is_told_so_and_the_others_stay()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor);
        await using ScriptedPeer tor = await bench.CalledAsync();
        FakeRibPeer routes = await bench.Rib.UpAsync(); // before the other one dials, so that it is the first
        await bench.WantAsync(Tor, Tor2);
        await using ScriptedPeer tor2 = await bench.CalledAsync();
        FakeRibPeer others = await bench.Rib.UpAsync(2);

        await bench.WantAsync(Tor2);
        await tor.ExpectEndAsync(ProtocolError.PeerDeconfigured);
        await routes.UntilAsync(peer => peer.IsDown);
        await bench.UntilAsync(() => bench.Speaker.Peers.Length == 1);
        Assert.Equal("tor2", bench.Speaker.Peers[0].Name);
        Assert.False(others.IsDown);
    }

    [Fact]
    public async Task A_change_of_policy_leaves_the_session_up()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor);
        await using ScriptedPeer tor = await bench.CalledAsync();
        FakeRibPeer routes = await bench.Rib.UpAsync();

        await bench.WantAsync(Tor.Replace("65002,", "65002, maxPrefixes: { limit: 5 },", StringComparison.Ordinal));
        Assert.Equal(5, (await routes.PoliciesAsync(1))[0].MaxPrefixes);
        string filtered = Tor.Replace("65002,", "65002, filters: [f],", StringComparison.Ordinal);
        await bench.WantAsync(filtered, Filter("f", "{ importV4: [{ action: Reject }] }"));
        Assert.NotNull((await routes.PoliciesAsync(2))[1].ImportFilter);
        await bench.WantAsync(filtered, Filter("f", "{ importV4: [{ action: Accept }] }"));
        Assert.True((await routes.PoliciesAsync(3))[2].ImportFilter!.Judge(Prefix.Parse("10.0.0.0/8"), new PathAttributes(), isLearned: true).Accepts);
        Assert.False(routes.IsDown);
        Assert.Equal(1, bench.Dialer.Tries);
    }

    [Fact]
    public async Task A_change_that_the_neighbour_must_hear_of_starts_the_session_again()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor);
        await using ScriptedPeer tor = await bench.CalledAsync();
        await bench.Rib.UpAsync();

        await bench.WantAsync(Tor.Replace("65002,", "65002, holdTime: 30s,", StringComparison.Ordinal));
        await tor.ExpectEndAsync(ProtocolError.OtherConfigurationChange);
        await using ScriptedPeer again = await bench.Dialer.CalledAsync();
        Assert.Equal(30, (await again.EstablishAsync()).HoldTime);
        await bench.Rib.UpAsync(2);
    }

    [Fact]
    public async Task A_neighbour_that_another_resource_names_keeps_its_session_and_its_name()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor);
        await using ScriptedPeer tor = await bench.CalledAsync();
        FakeRibPeer routes = await bench.Rib.UpAsync();

        string spine = Tor.Replace("name: tor", "name: spine", StringComparison.Ordinal).Replace("65002,", "65002, maxPrefixes: { limit: 5 },", StringComparison.Ordinal);
        await bench.WantAsync(spine);
        Assert.Equal(5, (await routes.PoliciesAsync(1))[0].MaxPrefixes);
        await bench.WantAsync(spine, Tor2); // and once more, from the beginning
        await using ScriptedPeer tor2 = await bench.CalledAsync();
        await bench.Rib.UpAsync(2);
        Assert.Equal(["tor", "tor2"], bench.Speaker.Peers.Select(peer => peer.Name));
        Assert.False(routes.IsDown);
        Assert.Equal(2, bench.Dialer.Tries);
    }

    [Fact]
    public async Task A_neighbour_under_another_name_with_another_OPEN_is_another_one()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor);
        await using ScriptedPeer tor = await bench.CalledAsync();
        await bench.Rib.UpAsync();

        await bench.WantAsync(Tor.Replace("name: tor", "name: spine", StringComparison.Ordinal).Replace("65002,", "65002, holdTime: 30s,", StringComparison.Ordinal));
        await tor.ExpectEndAsync(ProtocolError.PeerDeconfigured);
        await using ScriptedPeer spine = await bench.CalledAsync();
        await bench.Rib.UpAsync(2);
        Assert.Equal("spine", bench.Speaker.Peers.Single().Name);
    }

    [Fact]
    public async Task A_burst_costs_one_pass_over_the_newest_and_endpoints_cost_none()
    {
        await using var bench = new PeersBench(started: false);
        await bench.WantAsync(Tor);
        await bench.WantAsync(Tor2);
        await bench.Loop.IntentChangedAsync(IntentSnapshot.Empty, new HashSet<ResourceKey> { new(ResourceKind.WorkloadEndpoint, "default", "x"), new(ResourceKind.Announcement, "", "y") }, default);
        bench.Start();
        await using ScriptedPeer tor2 = await bench.CalledAsync();
        await bench.Rib.UpAsync();
        Assert.Equal("tor2", bench.Loop.Plan.Peers.Single().Name);
        Assert.Equal(1, bench.Passes);

        await bench.Loop.IntentChangedAsync(bench.Intent(Tor, Tor2), new HashSet<ResourceKey> { new(ResourceKind.WorkloadEndpoint, "default", "x"), new(ResourceKind.BGPPeer, "", "tor") }, default);
        await using ScriptedPeer tor = await bench.CalledAsync();
        await bench.Rib.UpAsync(2);
        Assert.Equal(2, bench.Passes);
    }

    [Fact]
    public async Task Where_we_cannot_listen_is_told_and_we_dial_all_the_same()
    {
        await using var bench = new PeersBench { ListenAddress = "192.0.2.77" };
        await bench.WantAsync(Tor.Replace("65002,", "65002, sourceAddress: None,", StringComparison.Ordinal));
        await using ScriptedPeer tor = await bench.CalledAsync();
        await bench.Rib.UpAsync();
        Assert.NotNull(bench.Loop.ListenProblem);
        Assert.Empty(bench.Speaker.ListensOn);

        bench.ListenAddress = "127.0.77.1";
        await bench.WantAsync(Tor.Replace("65002,", "65002, sourceAddress: None,", StringComparison.Ordinal), Tor2);
        await using ScriptedPeer tor2 = await bench.CalledAsync();
        await bench.Rib.UpAsync(2);
        Assert.Null(bench.Loop.ListenProblem);
        Assert.Equal("127.0.77.1:1790", bench.Speaker.ListensOn.Single().ToString());
    }

    [Fact]
    public async Task A_password_file_that_changes_is_read_again_without_a_change_of_intent()
    {
        string file = Path.GetTempFileName(); // made with mode 0600
        try
        {
            await using var bench = new PeersBench();
            await bench.WantAsync(Tor.Replace("65002,", $"65002, passwordFile: {file},", StringComparison.Ordinal));
            await bench.Loop.Applied;
            Assert.Contains("is empty", bench.Loop.Plan.Problems.Single().Message, StringComparison.Ordinal);

            await File.WriteAllTextAsync(file, "secret");
            bench.Clock.Advance(TimeSpan.FromSeconds(5));
            await using ScriptedPeer tor = await bench.CalledAsync();
            await bench.Rib.UpAsync();
            Assert.Empty(bench.Loop.Plan.Problems);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_router_id_taken_from_the_host_stays_when_the_host_gets_further_addresses()
    {
        await using var bench = new PeersBench { HostAddress = Address.Parse("198.51.100.9") };
        await bench.Loop.IntentChangedAsync(Of(Tor), null, default);
        await using ScriptedPeer tor = await bench.CalledAsync();
        await bench.Rib.UpAsync();

        bench.HostAddress = Address.Parse("198.51.100.1");
        await bench.Loop.IntentChangedAsync(Of(Tor, Tor2), null, default);
        await using ScriptedPeer tor2 = await bench.CalledAsync();
        FakeRibPeer[] up = [await bench.Rib.UpAsync(), await bench.Rib.UpAsync(2)];
        Assert.All(bench.Speaker.Peers, peer => Assert.Equal("198.51.100.9", peer.Config.RouterId.ToString()));
        Assert.All(up, routes => Assert.False(routes.IsDown));
    }

    [Fact]
    public async Task What_cannot_be_done_as_written_is_shown()
    {
        await using var bench = new PeersBench();
        await bench.WantAsync(Tor.Replace("65002,", "65002, filters: [gone],", StringComparison.Ordinal), Peer("odd", "{ localWorkloadSelector: all(), asNumber: 65009 }"));
        await bench.Loop.Applied;
        Assert.Equal(2, bench.Loop.Plan.Problems.Count);
        Assert.Equal("tor", bench.Speaker.Peers.Single().Name);
    }
}
