using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Speaker.Peers;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Desired;

/// <summary>Neighbours that are nodes chosen by labels, and the other half of such sessions.</summary>
public class SelectedPeersTests
{
    private static readonly string[] Cluster =
    [
        Config("{ nodeToNodeMeshEnabled: false }"),
        Node("n1", "ipv4Address: 10.0.0.1/24"),
        Node("n2", "ipv4Address: 10.0.0.2/24"),
        Node("rr1", "ipv4Address: 10.0.0.11/24, routeReflectorClusterID: 1.0.0.1", "rr: a"),
        Node("rr2", "ipv4Address: 10.0.0.12/24, routeReflectorClusterID: 1.0.0.1", "rr: a"),
    ];

    private static readonly string ToReflectors = Peer("to-rr", "{ nodeSelector: '!has(rr)', peerSelector: has(rr) }");

    [Fact]
    public void Every_node_with_the_labels_but_itself_is_a_neighbour()
    {
        Assert.Equal(["to-rr-rr1", "to-rr-rr2"], Names("n1", ToReflectors));
        Assert.Equal(["all-rr2"], Names("rr1", Peer("all", "{ nodeSelector: has(rr), peerSelector: has(rr) }")));
    }

    [Fact]
    public void The_other_half_of_a_session_is_implied()
    {
        Assert.Equal(["to-rr-n1", "to-rr-n2"], Names("rr1", ToReflectors));
        Assert.Equal(["one-n1"], Names("rr1", Peer("one", "{ node: n1, peerSelector: has(rr) }")));
    }

    [Fact]
    public void Manual_implies_no_other_half()
    {
        string manual = Peer("to-rr", "{ nodeSelector: '!has(rr)', peerSelector: has(rr), reversePeering: Manual }");
        Assert.Equal(["to-rr-rr1", "to-rr-rr2"], Names("n1", manual));
        Assert.Empty(Names("rr1", manual));
    }

    [Fact]
    public void A_peer_that_is_a_nodes_address_implies_the_other_half_too()
    {
        string byAddress = Peer("rr", "{ nodeSelector: '!has(rr)', peerIP: 10.0.0.11 }");
        Assert.Equal(["rr"], Names("n1", byAddress));
        Assert.Equal(["rr-n1", "rr-n2"], Names("rr1", byAddress));
        Assert.Empty(Names("rr2", byAddress));
        Assert.Empty(Names("rr1", Peer("rr", "{ nodeSelector: '!has(rr)', peerIP: 10.0.0.11, asNumber: 65000 }")));
        Assert.Empty(Names("rr1", Peer("rr", "{ nodeSelector: '!has(rr)', peerIP: '10.0.0.11:1790' }")));
        Assert.Empty(Names("rr1", Peer("rr", "{ nodeSelector: '!has(rr)', peerIP: 10.0.0.11, reversePeering: Manual }")));
    }

    [Fact]
    public void A_global_peer_that_is_a_node_has_every_other_node_for_its_part() =>
        Assert.Equal(["rr-n1", "rr-n2", "rr-rr2"], Names("rr1", Peer("rr", "{ peerIP: 10.0.0.11 }")));

    [Fact]
    public void A_node_with_an_AS_number_of_its_own_answers_to_it_and_to_none_written()
    {
        string[] intent = [Cluster[0], Cluster[1], Node("odd", "ipv4Address: 10.0.0.13/24, asNumber: 64700")];
        Assert.Equal(["p-n1"], PlanOf("odd", [.. intent, Peer("p", "{ node: n1, peerIP: 10.0.0.13 }")]).Peers.Select(peer => peer.Name));
        Assert.Equal(["p-n1"], PlanOf("odd", [.. intent, Peer("p", "{ node: n1, peerIP: 10.0.0.13, asNumber: 64700 }")]).Peers.Select(peer => peer.Name));
        Assert.Empty(PlanOf("odd", [.. intent, Peer("p", "{ node: n1, peerIP: 10.0.0.13, asNumber: 64512 }")]).Peers);
    }

    [Fact]
    public void What_was_written_stands_before_what_is_implied()
    {
        PeerConfig[] peers = [.. PlanOf("rr1", [.. Cluster, ToReflectors, Peer("n1-by-hand", "{ node: rr1, peerIP: 10.0.0.1, holdTime: 9s }")]).Peers];
        Assert.Equal(["n1-by-hand", "to-rr-n2"], peers.Select(peer => peer.Name));
        Assert.Equal(TimeSpan.FromSeconds(9), peers[0].HoldTime);
    }

    [Fact]
    public void The_implied_half_is_seen_from_the_other_side()
    {
        string disguised = Peer("to-rr", "{ node: n1, peerSelector: has(rr), localASNumber: 65009, passive: true, holdTime: 9s, routeReflectorClient: false }");
        PeerConfig written = PlanOf("n1", [.. Cluster, disguised]).Peers[0];
        PeerConfig implied = PlanOf("rr1", [.. Cluster, disguised]).Peers.Single();
        Assert.Equal((65009u, 64512u), (written.LocalAs.Value, written.RemoteAs!.Value.Value));
        Assert.Equal((64512u, 65009u), (implied.LocalAs.Value, implied.RemoteAs!.Value.Value));
        Assert.Equal((true, false), (written.Passive, implied.Passive)); // one of them must dial
        Assert.Equal((written.HoldTime, new AsNumber(65009), null), (implied.HoldTime, written.Policy.LocalAs!.Value, implied.Policy.LocalAs));
    }

    [Fact]
    public void A_reflectors_internal_neighbours_outside_its_cluster_are_its_clients()
    {
        string[] intent = [.. Cluster, ToReflectors, Peer("rr-mesh", "{ nodeSelector: has(rr), peerSelector: has(rr) }"), Peer("tor", "{ node: rr1, peerIP: 192.0.2.1, asNumber: 65001 }"), Peer("speaker", "{ node: rr1, peerIP: 192.0.2.2 }")];
        Assert.Equal(
            [("rr-mesh-rr2", false), ("speaker", true), ("to-rr-n1", true), ("to-rr-n2", true), ("tor", false)],
            PlanOf("rr1", intent).Peers.Select(peer => (peer.Name, peer.Policy.RouteReflectorClient)));
        Assert.All(PlanOf("n1", intent).Peers, peer => Assert.False(peer.Policy.RouteReflectorClient));
    }

    [Fact]
    public void Who_is_a_client_can_be_written()
    {
        Assert.False(PlanOf("rr1", [.. Cluster, Peer("p", "{ node: rr1, peerIP: 192.0.2.2, routeReflectorClient: false }")]).Peers.Single().Policy.RouteReflectorClient);
        Assert.True(PlanOf("n1", [.. Cluster, Peer("p", "{ node: n1, peerIP: 192.0.2.2, routeReflectorClient: true }")]).Peers.Single().Policy.RouteReflectorClient);
        Assert.False(PlanOf("n1", [.. Cluster, Peer("p", "{ node: n1, peerIP: 192.0.2.2, asNumber: 65001, routeReflectorClient: true }")]).Peers.Single().Policy.RouteReflectorClient);
    }

    [Fact]
    public void Families_that_are_written_run_over_every_address() =>
        Assert.Equal(FamilySet.Both, PlanOf("n1", [.. Cluster, Peer("p", "{ node: n1, peerSelector: has(rr), families: [ipv4, ipv6] }")]).Peers[0].Families);

    private static string[] Names(string node, string peer)
    {
        PeerPlan plan = PlanOf(node, [.. Cluster, peer]);
        Assert.Empty(plan.Problems);
        return [.. plan.Peers.Select(config => config.Name)];
    }
}
