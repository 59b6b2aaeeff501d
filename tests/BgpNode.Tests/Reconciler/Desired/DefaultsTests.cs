using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Fib;
using BgpNode.Routing.Rib;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Desired;

public class DefaultsTests
{
    [Fact]
    public void A_nodes_own_configuration_overrides_what_Calico_lets_it()
    {
        BgpConfigurationSpec spec = BgpDefaults.Of(
            Of(
                Config("{ asNumber: 64600, listenPort: 1790, prefixAdvertisements: [{ cidr: 10.0.0.0/8, communities: ['64512:1'] }], routerID: 1.1.1.1 }"),
                Config("{ asNumber: 64700, listenPort: 1791, prefixAdvertisements: [{ cidr: 11.0.0.0/8, communities: ['64512:2'] }], routerID: 1.1.1.2 }", "node.n1"),
                Config("{ listenPort: 1792 }", "node.n2")),
            "n1");
        Assert.Equal(new AsNumber(64600), spec.AsNumber);
        Assert.Equal((ushort?)1791, spec.ListenPort);
        Assert.Equal("11.0.0.0/8", spec.PrefixAdvertisements.Single().Cidr.ToString());
        Assert.Equal("1.1.1.2", spec.RouterId.ToString());
    }

    [Fact]
    public void What_a_node_does_not_say_is_the_clusters()
    {
        BgpConfigurationSpec spec = BgpDefaults.Of(
            Of(Config("{ listenPort: 1790, prefixAdvertisements: [{ cidr: 10.0.0.0/8, communities: ['64512:1'] }] }"), Config("{ logSeverityScreen: Debug }", "node.n1")), "n1");
        Assert.Equal(((ushort?)1790, 1), (spec.ListenPort, spec.PrefixAdvertisements.Count));
    }

    [Theory]
    [InlineData("", "", 64512)]
    [InlineData("asNumber: 64600", "", 64600)]
    [InlineData("asNumber: 64600", "asNumber: 64601", 64601)]
    public void The_AS_number_is_the_nodes_or_the_clusters_or_Calicos(string config, string bgp, uint expected)
    {
        var intent = Of(Config($"{{ {config} }}"), Node("n1", bgp));
        Assert.Equal(new AsNumber(expected), BgpDefaults.AsOf(intent.Find<NodeResource>(ResourceKind.Node, "n1"), BgpDefaults.Of(intent, "n1")));
    }

    [Theory]
    [InlineData("routerID: 9.9.9.9", "ipv4Address: 10.0.0.1/24", "192.0.2.1", "9.9.9.9")]
    [InlineData("", "ipv4Address: 10.0.0.1/24", "192.0.2.1", "10.0.0.1")]
    [InlineData("", "ipv6Address: 'fd00::1/64'", "192.0.2.1", "192.0.2.1")]
    public void The_router_id_is_as_written_or_an_IPv4_address(string config, string bgp, string host, string expected) =>
        Assert.Equal(expected, RouterId(config, bgp, host, "n1").ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("fd00::1")]
    public void A_node_without_an_IPv4_address_has_a_router_id_that_stays(string? host)
    {
        RouterId id = RouterId("", "ipv6Address: 'fd00::1/64'", host, "n1");
        Assert.NotEqual(0u, id.Value);
        Assert.NotEqual(0x7f000001u, id.Value);
        Assert.Equal(id, RouterId("", "ipv6Address: 'fd00::2/64'", null, "n1"));
        Assert.NotEqual(id, RouterId("", "ipv6Address: 'fd00::1/64'", host, "n2"));
    }

    [Fact]
    public void The_rooms_start_with_Calicos_numbers_when_nothing_is_written()
    {
        NodeSettings settings = NodeSettings.From(Of(), "n1");
        Assert.Equal(new FibOptions { Protocol = 179, Metric = 1024 }, settings.Fib);
        Assert.True(settings.Rib.ForwardLearned);
        Assert.Equal((null, new MultipathOptions { Ebgp = 16, Ibgp = 16 }), (settings.Rib.ClusterId, settings.Rib.Multipath));
    }

    [Fact]
    public void The_rooms_start_with_what_is_written()
    {
        NodeSettings settings = NodeSettings.From(
            Of(
                Config("{ routeProtocol: 80, ipv4NormalRoutePriority: 512, programClusterRoutes: Disabled, multipath: { ebgp: 4 } }"),
                Node("n1", "ipv4Address: 10.0.0.1/24, routeReflectorClusterID: 1.0.0.1")),
            "n1");
        Assert.Equal(new FibOptions { Protocol = 80, Metric = 512 }, settings.Fib);
        Assert.False(settings.Rib.ForwardLearned);
        Assert.Equal((0x01000001u, new MultipathOptions { Ebgp = 4, Ibgp = 16 }), (settings.Rib.ClusterId!.Value, settings.Rib.Multipath));
    }

    private static RouterId RouterId(string config, string bgp, string? host, string name)
    {
        var intent = Of(Config($"{{ {config} }}"), Node(name, bgp));
        return BgpDefaults.RouterIdOf(
            intent.Find<NodeResource>(ResourceKind.Node, name), BgpDefaults.Of(intent, name), name, host is null ? null : Address.Parse(host));
    }
}
