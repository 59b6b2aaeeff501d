using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Peers;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;
using NextHopMode = BgpNode.Routing.Policy.NextHopMode;

namespace BgpNode.Tests.Reconciler.Desired;

/// <summary>What the fields of a BGPPeer mean for its session.</summary>
public class PeerFieldsTests
{
    private static readonly string N1 = Node("n1", "ipv4Address: 10.0.0.1/24, ipv6Address: 'fd00::1/64'");

    [Fact]
    public void What_is_not_written_has_safe_defaults()
    {
        PeerConfig peer = With("");
        Assert.Equal((TimeSpan.FromSeconds(90), null, TimeSpan.FromSeconds(5)), (peer.HoldTime, peer.KeepaliveTime, peer.ConnectRetryTime));
        Assert.Equal((FamilySet.Both, false, false), (peer.Families, peer.Passive, peer.Disabled));
        Assert.Equal((null, null, null), (peer.TtlSecurityHops, peer.Key, peer.Interface));
        Assert.Equal(Address.Parse("10.0.0.1"), peer.LocalAddress);
        Assert.Equal(new RouterId(0x0a000001), peer.RouterId);
        Assert.Equal((true, false), (peer.ExtendedMessages, peer.ExtendedNextHop));
        Assert.Equal(new PeerPolicy { Export = ExportScope.OwnOnly, MaxPrefixes = 1_000_000, EnforceFirstAs = true }, peer.Policy);
    }

    [Fact]
    public void What_is_written_holds()
    {
        PeerConfig peer = With(
            "holdTime: 30s, keepaliveTime: 7s, connectRetryTime: 2s, passive: true, disabled: true, shutdownMessage: moving, "
            + "families: [ipv6], ttlSecurity: 3, extendedMessages: false, extendedNextHop: true, addPaths: Send, localASNumber: 65100, "
            + "maxPrefixes: { limit: 5 }, numAllowedLocalASNumbers: 2, enforceFirstAS: false");
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)), (peer.HoldTime, peer.KeepaliveTime!.Value, peer.ConnectRetryTime));
        Assert.Equal((true, true, "moving"), (peer.Passive, peer.Disabled, peer.ShutdownMessage));
        Assert.Equal((FamilySet.IPv6, 3, false, true), (peer.Families, peer.TtlSecurityHops!.Value, peer.ExtendedMessages, peer.ExtendedNextHop));
        Assert.Equal(AddPathMode.Send, peer.AddPaths);
        Assert.Equal(new AsNumber(65100), peer.LocalAs);
        Assert.Equal(
            new PeerPolicy { MaxPrefixes = 5, AllowOwnAs = 2, EnforceFirstAs = false, LocalAs = new AsNumber(65100), Export = ExportScope.OwnOnly },
            peer.Policy);
    }

    [Fact]
    public void The_hold_time_is_the_peers_or_the_configurations()
    {
        string config = Config("{ defaultHoldTime: 15s }");
        Assert.Equal(TimeSpan.FromSeconds(15), OnlyPeer(config, N1, Peer("tor", "{ peerIP: 192.0.2.1, asNumber: 65001 }")).HoldTime);
        Assert.Equal(TimeSpan.Zero, OnlyPeer(config, N1, Peer("tor", "{ peerIP: 192.0.2.1, asNumber: 65001, holdTime: 0s }")).HoldTime);
    }

    [Theory]
    [InlineData("192.0.2.1", "", "10.0.0.1")]
    [InlineData("'2001:db8::1'", "", "fd00::1")]
    [InlineData("192.0.2.1", ", sourceAddress: UseNodeIP", "10.0.0.1")]
    [InlineData("192.0.2.1", ", sourceAddress: None", null)]
    public void A_session_comes_from_the_nodes_address_of_its_family(string peerIP, string more, string? expected) =>
        Assert.Equal(expected, OnlyPeer(N1, Peer("tor", $"{{ peerIP: {peerIP}, asNumber: 65001{more} }}")).LocalAddress?.ToString());

    [Theory]
    [InlineData("", NextHopMode.Auto)]
    [InlineData("nextHopMode: Auto", NextHopMode.Auto)]
    [InlineData("nextHopMode: Self", NextHopMode.Self)]
    [InlineData("nextHopMode: Keep", NextHopMode.Keep)]
    [InlineData("keepOriginalNextHop: true", NextHopMode.Keep)]
    [InlineData("keepOriginalNextHop: false", NextHopMode.Auto)]
    public void The_next_hop_is_treated_as_written(string field, NextHopMode expected) => Assert.Equal(expected, With(field).Policy.NextHopMode);

    [Fact]
    public void A_TTL_security_of_zero_hops_is_none() => Assert.Null(With("ttlSecurity: 0").TtlSecurityHops);

    [Fact]
    public void The_largest_prefix_limit_is_no_negative_one() => Assert.Equal(int.MaxValue, With("maxPrefixes: { limit: 4294967295 }").Policy.MaxPrefixes);

    [Theory]
    [InlineData("{ limit: 5 }", PrefixLimitAction.Restart, 75, 60)]
    [InlineData("{ limit: 5, action: Warn, warnPercent: 100 }", PrefixLimitAction.Warn, 100, 60)]
    [InlineData("{ limit: 5, action: Block, warnPercent: 1 }", PrefixLimitAction.Block, 1, 60)]
    [InlineData("{ limit: 5, action: Restart, restartAfter: 5m }", PrefixLimitAction.Restart, 75, 300)]
    public void A_prefix_limit_says_what_it_leads_to(string field, PrefixLimitAction action, int percent, int seconds)
    {
        PeerPlan plan = Plan(N1, Peer("tor", $"{{ peerIP: 192.0.2.1, asNumber: 65001, maxPrefixes: {field} }}"));
        PeerPolicy policy = plan.Peers.Single().Policy;
        Assert.Equal((5, action, percent, TimeSpan.FromSeconds(seconds)), (policy.MaxPrefixes, policy.OverLimit, policy.WarnPercent, policy.RestartAfter));
        Assert.Empty(plan.Problems);
    }

    [Theory]
    [InlineData("role: Provider", BgpRole.Provider, false)]
    [InlineData("role: Customer, requireRole: true", BgpRole.Customer, true)]
    [InlineData("role: RS", BgpRole.RouteServer, false)]
    [InlineData("role: RS-Client", BgpRole.RouteServerClient, false)]
    [InlineData("role: Peer", BgpRole.Peer, false)]
    [InlineData("", null, false)]
    public void A_role_is_said_to_the_peer(string field, BgpRole? role, bool required)
    {
        PeerConfig peer = With(field);
        Assert.Equal((role, required), (peer.Role, peer.RequireRole));
    }

    [Fact]
    public void A_role_inside_the_AS_has_no_effect_and_that_is_said()
    {
        PeerPlan plan = Plan(N1, Peer("in", "{ peerIP: 192.0.2.1, asNumber: 64512, role: Customer, requireRole: true }"));
        Assert.Equal((null, false), (plan.Peers.Single().Role, plan.Peers.Single().RequireRole));
        Assert.Equal("spec.role", Assert.Single(plan.Problems).Path);
    }

    [Fact]
    public void The_other_half_of_a_session_has_the_other_role()
    {
        PeerPlan plan = PlanOf(
            "n1", Config("{ nodeToNodeMeshEnabled: false }"), Node("n1", "ipv4Address: 10.0.0.1/24, asNumber: 64601"), Node("n2", "ipv4Address: 10.0.0.2/24, asNumber: 64602"),
            Peer("up", "{ node: n2, peerIP: 10.0.0.1, asNumber: 64601, role: Customer }"));
        Assert.Equal(BgpRole.Provider, plan.Peers.Single().Role);
    }

    [Fact]
    public void Blackholes_are_installed_where_that_is_written()
    {
        Assert.False(With("").Policy.InstallBlackholes);
        Assert.True(With("installBlackholes: true").Policy.InstallBlackholes);
    }

    [Fact]
    public void A_link_local_peer_keeps_its_link()
    {
        PeerConfig peer = OnlyPeer(N1, Peer("tor", "{ peerIP: 'fe80::1', interface: eth0, asNumber: 65001 }"));
        Assert.Equal((Address.Parse("fe80::1"), "eth0"), (peer.RemoteAddress, peer.Interface));
    }

    [Fact]
    public void A_password_file_is_read()
    {
        PeerPlan plan = Plan(N1, Peer("tor", "{ peerIP: 192.0.2.1, asNumber: 65001, passwordFile: /good }"));
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? secret));
        Assert.Equal((secret, false), (plan.Peers.Single().Key, plan.Peers.Single().Disabled));
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Keys_of_TCP_AO_are_read_from_their_files()
    {
        PeerPlan plan = Plan(N1, Peer("tor", "{ peerIP: 192.0.2.1, asNumber: 65001, tcpAO: { keys: [{ keyFile: /good, sendID: 1, receiveID: 2 }] } }"));
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? secret));
        Assert.Equal(new AoKeys([new AoKey(1, 2, AoAlgorithm.HmacSha1, secret!)]), plan.Peers.Single().Key);
        Assert.Empty(plan.Problems);
    }

    [Theory]
    [InlineData("tcpAO: { keys: [{ keyFile: /good, sendID: 1 }, { keyFile: /gone, sendID: 2 }] }", "/gone cannot be read; the peer stays down", "spec.tcpAO.keys")]
    [InlineData("passwordFile: /gone", "/gone cannot be read; the peer stays down", "spec.passwordFile")]
    [InlineData("password: { secretKeyRef: { name: a, key: b } }", "secretKeyRef cannot be read without Kubernetes; write passwordFile; the peer stays down", "spec.password")]
    public void A_password_that_cannot_be_read_keeps_the_peer_down(string field, string message, string path)
    {
        PeerPlan plan = Plan(N1, Peer("tor", $"{{ peerIP: 192.0.2.1, asNumber: 65001, {field} }}"));
        Assert.Equal((null, true), (plan.Peers.Single().Key, plan.Peers.Single().Disabled));
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal((message, path, new ResourceKey(ResourceKind.BGPPeer, "", "tor")), (problem.Message, problem.Path, problem.Resource!.Value));
    }

    [Fact]
    public void What_is_wrong_with_many_neighbours_of_one_resource_is_told_once()
    {
        PeerPlan plan = Plan(
            Config("{ nodeToNodeMeshEnabled: false }"), N1, Node("n2", "ipv4Address: 10.0.0.2/24"), Node("n3", "ipv4Address: 10.0.0.3/24"),
            Peer("all", "{ peerSelector: all(), passwordFile: /gone, filters: [none] }"));
        Assert.Equal([true, true], plan.Peers.Select(peer => peer.Disabled));
        Assert.Equal(["spec.passwordFile", "spec.filters"], plan.Problems.Select(problem => problem.Path));
        Assert.All(plan.Problems, problem => Assert.Equal(("memory/BGPPeer all", "all"), (problem.Source, problem.Resource!.Value.Name)));
    }

    [Theory]
    [InlineData("gracefulRestart: { longLivedStaleTime: 1h }", "gracefulRestart.longLivedStaleTime")]
    [InlineData("reachableBy: 10.0.0.254", "reachableBy")]
    public void A_field_that_is_not_supported_is_told_and_the_session_runs(string field, string name)
    {
        PeerPlan plan = Plan(N1, Peer("tor", $"{{ peerIP: 192.0.2.1, asNumber: 65001, {field} }}"));
        Assert.False(plan.Peers.Single().Disabled);
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal(($"spec.{name}", Severity.Warning), (problem.Path, problem.Severity));
        Assert.Equal("is not supported by this version of bgpnode; the session runs without it", problem.Message);
    }

    [Theory]
    [InlineData("bfd: { enabled: false }")]
    [InlineData("gracefulRestart: { enabled: false }")]
    [InlineData("addPaths: Both")]
    [InlineData("maxPrefixes: { limit: 5, action: Restart }")]
    public void What_is_switched_off_or_the_default_is_no_problem(string field) =>
        Assert.Empty(Plan(N1, Peer("tor", $"{{ peerIP: 192.0.2.1, asNumber: 65001, {field} }}")).Problems);

    [Theory]
    [InlineData("passive: false", 120)]
    [InlineData("gracefulRestart: { enabled: true }", 120)]
    [InlineData("gracefulRestart: { restartTime: 30s }", 30)]
    [InlineData("maxRestartTime: 60s", 60)]
    [InlineData("gracefulRestart: { restartTime: 30s }, maxRestartTime: 60s", 30)]
    [InlineData("gracefulRestart: { enabled: false, restartTime: 30s }", null)]
    public void Graceful_restart_is_on_unless_it_is_switched_off(string field, int? seconds) =>
        Assert.Equal(seconds, (int?)With(field).RestartTime?.TotalSeconds);

    [Theory]
    [InlineData("bfd: { enabled: true }", 300_000, 300_000, 3, false)]
    [InlineData("bfd: { minTx: 100ms }", 100_000, 300_000, 3, false)]
    [InlineData("bfd: { minTx: 50ms, minRx: 60ms, multiplier: 5, multihop: true }", 50_000, 60_000, 5, true)]
    public void BFD_has_the_timers_that_are_written_and_defaults_for_the_others(string field, uint minTx, uint minRx, byte multiplier, bool multihop) =>
        Assert.Equal(new BfdConfig(new BfdTimers(minTx, minRx, multiplier), multihop), With(field).Bfd);

    [Fact]
    public void BFD_that_is_switched_off_is_none() => Assert.Null(With("bfd: { enabled: false, minTx: 50ms }").Bfd);

    private static PeerConfig With(string fields) => OnlyPeer(N1, Peer("tor", $"{{ peerIP: 192.0.2.1, asNumber: 65001, {fields} }}"));
}
