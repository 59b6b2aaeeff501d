using BgpNode.Demo;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace BgpNode.Tests.Demo;

public class LabTests
{
    [Theory]
    [InlineData(true, 1 + 1 + 1 + 4)]
    [InlineData(false, 1 + 1 + 1 + 2)]
    public void The_routers_intent_has_a_configuration_a_filter_itself_and_a_peer_per_node_and_family(bool ipv6, int documents) =>
        Assert.Equal(documents, Documents(LabIntent.Tor(ipv6)).Count);

    [Theory]
    [InlineData(true, 1 + 2 + 2 + 4)]
    [InlineData(false, 1 + 1 + 2 + 2)]
    public void The_nodes_intent_has_a_configuration_pools_nodes_and_a_peer_per_node_and_family(bool ipv6, int documents) =>
        Assert.Equal(documents, Documents(LabIntent.Nodes(ipv6)).Count);

    [Fact]
    public void A_workload_is_named_after_its_node_as_Calico_does_and_lists_its_host_networks()
    {
        YamlMappingNode endpoint = Assert.Single(Documents(LabIntent.Endpoint(LabPlan.Workloads[0], LabPlan.Nodes[1], ipv6: true)));
        Assert.Equal("node2-cni-web-eth0", endpoint["metadata"]["name"].ToString());
        Assert.Equal(["10.65.1.2/32", "fd00:10:65::1:2/128"], ((YamlSequenceNode)endpoint["spec"]["ipNetworks"]).Select(n => n.ToString()));
    }

    [Fact]
    public void Every_namespace_has_the_labs_prefix_and_no_two_the_same_name()
    {
        Assert.All(LabPlan.Namespaces, name => Assert.StartsWith(LabPlan.Prefix, name, StringComparison.Ordinal));
        Assert.Equal(LabPlan.Namespaces.Count(), LabPlan.Namespaces.Distinct().Count());
    }

    [Fact]
    public void The_gateway_of_the_workloads_is_what_their_hosts_MAC_address_yields()
    {
        byte[] mac = [.. LabPlan.GatewayMac.Split(':').Select(octet => Convert.ToByte(octet, 16))];
        byte[] address = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(mac[0] ^ 2), mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]];
        Assert.Equal(Address.FromBytes(address), LabPlan.GatewayIPv6);
    }

    [Theory]
    [InlineData("172.31.1.1", "uplink", "179", true)]
    [InlineData("172.31.1.1", "uplink", "bgpnode", true)]
    [InlineData("172.31.1.1", "uplink", "static", false)]
    [InlineData("172.31.1.9", "uplink", "179", false)]
    [InlineData("172.31.1.1", "eth0", "179", false)]
    [InlineData("", "uplink", "179", false)]
    public void A_route_counts_only_with_the_right_gateway_device_and_protocol(string gateway, string device, string protocol, bool met)
    {
        var wanted = new WantedRoute(LabPlan.Nodes[0], Address.Parse("10.65.2.2"), "172.31.1.1", "uplink", MustBeOurs: true);
        Assert.Equal(met, wanted.IsMetBy(new KernelRoute("10.65.2.2", gateway, device, protocol)));
    }

    [Fact]
    public void A_process_is_itself_and_a_later_one_with_its_number_is_not()
    {
        ProcessIdentity self = ProcessIdentity.Of(Environment.ProcessId)!.Value;
        Assert.True(self.IsRunning);
        Assert.False((self with { StartTicks = self.StartTicks + 1 }).IsRunning);
    }

    private static List<YamlMappingNode> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => Assert.IsType<YamlMappingNode>(d.RootNode))];
    }
}
