using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Speaker.Peers;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Desired;

/// <summary>Which BGPPeers with an address concern a node.</summary>
public class PeersOfNodeTests
{
    private static readonly string NoMesh = Config("{ nodeToNodeMeshEnabled: false }");
    private static readonly string N1 = Node("n1", "ipv4Address: 10.0.0.1/24", "rack: a");
    private static readonly string N2 = Node("n2", "ipv4Address: 10.0.0.2/24", "rack: b");

    [Fact]
    public void A_global_peer_is_every_nodes_and_one_with_a_node_is_that_nodes()
    {
        string[] intent =
        [
            NoMesh, N1, N2,
            Peer("everywhere", "{ peerIP: 192.0.2.1, asNumber: 65001 }"),
            Peer("here", "{ node: n1, peerIP: 192.0.2.2, asNumber: 65001 }"),
            Peer("rack-a", "{ nodeSelector: rack == 'a', peerIP: 192.0.2.3, asNumber: 65001 }"),
            Peer("rack-b", "{ nodeSelector: rack == 'b', peerIP: 192.0.2.4, asNumber: 65001 }"),
        ];
        Assert.Equal(["everywhere", "here", "rack-a"], PlanOf("n1", intent).Peers.Select(peer => peer.Name));
        Assert.Equal(["everywhere", "rack-b"], PlanOf("n2", intent).Peers.Select(peer => peer.Name));
    }

    [Fact]
    public void A_global_peer_that_is_this_very_node_is_left_out() =>
        Assert.Empty(PlanOf("n1", NoMesh, N1, Peer("self", "{ peerIP: 10.0.0.1, reversePeering: Manual }")).Peers);

    [Theory]
    [InlineData("{ peerIP: 192.0.2.1 }", 64600)]
    [InlineData("{ peerIP: 192.0.2.1, asNumber: '1.10' }", 65546)]
    [InlineData("{ peerIP: 10.0.0.9, reversePeering: Manual }", 64609)]
    public void The_AS_number_is_as_written_or_the_nodes_or_the_clusters(string spec, uint expected) =>
        Assert.Equal(new AsNumber(expected), OnlyPeer(
            Config("{ asNumber: 64600, nodeToNodeMeshEnabled: false }"), N1, Node("n9", "ipv4Address: 10.0.0.9/24, asNumber: 64609"), Peer("p", spec)).RemoteAs);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", 179)]
    [InlineData("192.0.2.1:1790", "192.0.2.1", 1790)]
    [InlineData("'[2001:db8::1]:1790'", "2001:db8::1", 1790)]
    [InlineData("10.0.0.2", "10.0.0.2", 1799)]
    [InlineData("10.0.0.2:200", "10.0.0.2", 200)]
    public void A_port_is_as_written_or_where_a_node_listens_or_179(string peerIP, string address, int port)
    {
        PeerConfig peer = OnlyPeer(NoMesh, Config("{ listenPort: 1799 }", "node.n2"), N1, N2, Peer("p", $"{{ peerIP: {peerIP}, asNumber: 65001 }}"));
        Assert.Equal((Address.Parse(address), port), (peer.RemoteAddress, peer.RemotePort));
    }

    [Fact]
    public void The_more_specific_of_two_peers_with_one_address_stands()
    {
        string node = Peer("a-node", "{ node: n1, peerIP: 192.0.2.1, asNumber: 65001 }");
        string global = Peer("z-global", "{ peerIP: 192.0.2.1, asNumber: 65002 }");
        PeerPlan plan = Plan(NoMesh, N1, node, global);
        Assert.Equal("a-node", plan.Peers.Single().Name);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void A_written_peer_stands_before_the_mesh()
    {
        PeerConfig peer = OnlyPeer(N1, N2, Peer("two", "{ peerIP: 10.0.0.2, holdTime: 9s }"));
        Assert.Equal(("two", TimeSpan.FromSeconds(9)), (peer.Name, peer.HoldTime));
    }

    [Fact]
    public void Two_peers_with_one_address_that_are_equally_specific_are_told()
    {
        PeerPlan plan = Plan(NoMesh, N1, Peer("a", "{ peerIP: 192.0.2.1, asNumber: 65001 }"), Peer("b", "{ peerIP: 192.0.2.1, asNumber: 65002 }"));
        Assert.Equal("b", plan.Peers.Single().Name);
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal(new ResourceKey(ResourceKind.BGPPeer, "", "a"), problem.Resource);
        Assert.Equal("has the same address or link as BGPPeer b, which stands; give them different addresses or nodes, or delete one", problem.Message);
    }

    [Fact]
    public void A_peer_whose_name_a_mesh_session_has_takes_nobodys_place()
    {
        PeerPlan plan = Plan(N1, N2, Peer("mesh-n2", "{ peerIP: 192.0.2.1, asNumber: 65001 }"));
        Assert.Equal(["10.0.0.2", "192.0.2.1"], plan.Peers.Select(peer => peer.RemoteAddress.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal("192.0.2.1", plan.Peers.Single(peer => peer.Name == "mesh-n2").RemoteAddress.ToString());
        Assert.Equal(2, plan.Peers.Select(peer => peer.Name).Distinct().Count());
    }

    [Fact]
    public void A_peer_with_a_link_and_no_address_is_unnumbered()
    {
        PeerPlan plan = Plan(NoMesh, N1, Peer("up", "{ interface: eth0 }"), Peer("up2", "{ interface: eth1, asNumber: 65001, extendedNextHop: false }"));
        Assert.Empty(plan.Problems);
        Assert.All(plan.Peers, peer => Assert.True(peer is { IsUnnumbered: true, LocalAddress: null }));
        Assert.Equal([("eth0", null, true), ("eth1", new AsNumber(65001), false)], plan.Peers.Select(peer => (peer.Interface, peer.RemoteAs, peer.ExtendedNextHop)));
        Assert.All(plan.Peers, peer => Assert.Equal(FamilySet.Both, peer.Families));
    }

    [Theory]
    [InlineData("{ localWorkloadSelector: all(), asNumber: 65001 }", "localWorkloadSelector")]
    public void A_kind_of_peer_that_is_not_supported_is_left_out_and_told(string spec, string what)
    {
        PeerPlan plan = Plan(NoMesh, N1, Peer("odd", spec), Peer("tor", "{ peerIP: 192.0.2.1, asNumber: 65001 }"));
        Assert.Equal(["tor"], plan.Peers.Select(peer => peer.Name));
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal($"{what} is not supported by this version of bgpnode; the peer is left out", problem.Message);
        Assert.Equal((new ResourceKey(ResourceKind.BGPPeer, "", "odd"), "memory/BGPPeer odd"), (problem.Resource!.Value, problem.Source));
        Assert.Empty(PlanOf("n2", NoMesh, N1, Peer("odd", spec.Replace("{ ", "{ node: n1, ", StringComparison.Ordinal))).Problems);
    }

    [Fact]
    public void An_intent_without_anything_has_no_neighbours()
    {
        PeerPlan plan = Plan();
        Assert.Empty(plan.Peers);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Two_ranges_for_the_same_neighbours_are_told()
    {
        PeerPlan plan = Plan(NoMesh, N1, Peer("a", "{ allowedPeerCIDR: 192.0.2.0/24, asNumber: 65001 }"), Peer("b", "{ allowedPeerCIDR: 192.0.2.0/24, asNumber: 65002 }"));
        Assert.Equal("b", Assert.Single(plan.Ranges).Name);
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal((Severity.Warning, "spec.allowedPeerCIDR", "a"), (problem.Severity, problem.Path, problem.Resource!.Value.Name));
        Assert.Empty(Plan(NoMesh, N1, Peer("a", "{ allowedPeerCIDR: 192.0.2.0/24 }"), Peer("b", "{ node: n1, allowedPeerCIDR: 192.0.2.0/24 }")).Problems);
    }

    [Theory]
    [InlineData("serviceClusterIPs: [{ cidr: 10.96.0.0/12 }]", "serviceClusterIPs")]
    [InlineData("serviceExternalIPs: [{ cidr: 10.96.0.0/12 }]", "serviceExternalIPs")]
    [InlineData("serviceLoadBalancerIPs: [{ cidr: 10.96.0.0/12 }]", "serviceLoadBalancerIPs")]
    [InlineData("ipv6NormalRoutePriority: 512", "ipv6NormalRoutePriority")]
    [InlineData("ipv4NormalRoutePriority: 512, ipv6NormalRoutePriority: 1024", "ipv6NormalRoutePriority")]
    [InlineData("ignoredInterfaces: [eth9]", "ignoredInterfaces")]
    [InlineData("localWorkloadPeeringIPV6: 'fd00::1'", "localWorkloadPeeringIPV6")]
    [InlineData("ipv4NormalRoutePriority: 512, ipv6NormalRoutePriority: 512", null)]
    [InlineData("ipv6NormalRoutePriority: 1024", null)]
    public void A_field_of_the_configuration_that_does_nothing_is_told(string field, string? told) =>
        Assert.Equal(
            told is null ? [] : [(Severity.Warning, $"spec.{told}")],
            Plan(N1, Config($"{{ {field} }}")).Problems.Select(problem => (problem.Severity, problem.Path)));
}
