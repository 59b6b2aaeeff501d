using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Peers;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Desired;

public class MeshTests
{
    private static readonly string N1 = Node("n1", "ipv4Address: 10.0.0.1/24");
    private static readonly string N2 = Node("n2", "ipv4Address: 10.0.0.2/24");
    private static readonly string N3 = Node("n3", "ipv4Address: 10.0.0.3/24");

    [Fact]
    public void Every_node_is_a_neighbour_of_every_other_one()
    {
        PeerPlan plan = Plan(N1, N2, N3);
        Assert.Equal(["mesh-n2", "mesh-n3"], plan.Peers.Select(peer => peer.Name));
        PeerConfig n2 = plan.Peers[0];
        Assert.Equal((Address.Parse("10.0.0.2"), 179), (n2.RemoteAddress, n2.RemotePort));
        Assert.Equal((new AsNumber(64512), new AsNumber(64512)), (n2.LocalAs, n2.RemoteAs!.Value));
        Assert.Equal(Address.Parse("10.0.0.1"), n2.LocalAddress);
        Assert.Equal(FamilySet.IPv4, n2.Families);
        Assert.Equal((ExportScope.All, NextHopMode.Auto, false), (n2.Policy.Export, n2.Policy.NextHopMode, n2.Policy.RouteReflectorClient));
        Assert.False(n2.Disabled);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void Nodes_with_two_addresses_have_a_session_for_each_family()
    {
        PeerPlan plan = Plan(
            Node("n1", "ipv4Address: 10.0.0.1/24, ipv6Address: 'fd00::1/64'"),
            Node("n2", "ipv4Address: 10.0.0.2/24, ipv6Address: 'fd00::2/64'"));
        Assert.Equal(["mesh-n2", "mesh-n2-v6"], plan.Peers.Select(peer => peer.Name));
        Assert.Equal([FamilySet.IPv4, FamilySet.IPv6], plan.Peers.Select(peer => peer.Families));
        Assert.Equal(["10.0.0.1", "fd00::1"], plan.Peers.Select(peer => peer.LocalAddress.ToString()));
    }

    [Fact]
    public void Reflectors_stand_outside_the_mesh()
    {
        string reflector = Node("n3", "ipv4Address: 10.0.0.3/24, routeReflectorClusterID: 1.0.0.1");
        Assert.Equal(["mesh-n2"], PlanOf("n1", N1, N2, reflector).Peers.Select(peer => peer.Name));
        Assert.Empty(PlanOf("n3", N1, N2, reflector).Peers);
    }

    [Fact]
    public void The_mesh_can_be_switched_off() =>
        Assert.Empty(Plan(Config("{ nodeToNodeMeshEnabled: false }"), N1, N2).Peers);

    [Fact]
    public void A_node_that_the_store_does_not_know_yet_still_has_the_others() =>
        Assert.Null(OnlyPeer(N2).LocalAddress);

    [Fact]
    public void A_node_without_an_address_is_nobodys_neighbour() =>
        Assert.Empty(Plan(N1, Node("n2", "")).Peers);

    [Fact]
    public void Nodes_may_have_AS_numbers_of_their_own()
    {
        PeerConfig n2 = OnlyPeer(Config("{ asNumber: 64600 }"), N1, Node("n2", "ipv4Address: 10.0.0.2/24, asNumber: 64601"));
        Assert.Equal((64600u, 64601u), (n2.LocalAs.Value, n2.RemoteAs!.Value.Value));
        Assert.Equal(ExportScope.OwnOnly, n2.Policy.Export);
    }

    [Fact]
    public void A_neighbour_is_dialled_where_it_listens()
    {
        PeerPlan plan = Plan(
            Config("{ listenPort: 1790 }"), Config("{ listenPort: 1791 }", "node.n1"), Config("{ listenPort: 1792 }", "node.n2"), N1, N2, N3);
        Assert.Equal([1792, 1790], plan.Peers.Select(peer => peer.RemotePort));
        Assert.Equal(1791, plan.Listen.Port);
    }

    [Fact]
    public void A_mesh_whose_password_cannot_be_read_does_not_run_without_one()
    {
        PeerPlan plan = Plan(Config("{ nodeMeshPassword: { secretKeyRef: { name: bgp, key: mesh } } }"), N1, N2);
        Assert.True(plan.Peers.Single().Disabled);
        Assert.Contains("the peer stays down", plan.Problems.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void We_listen_everywhere_or_on_the_nodes_addresses()
    {
        Assert.Equal(new ListenPlan(179, []), Plan(N1).Listen);
        Assert.Equal(
            new ListenPlan(179, [Address.Parse("10.0.0.1"), Address.Parse("fd00::1")]),
            Plan(Config("{ bindMode: NodeIP }"), Node("n1", "ipv4Address: 10.0.0.1/24, ipv6Address: 'fd00::1/64'")).Listen);
    }
}
