using BgpNode.Kernel.Links;
using BgpNode.Kernel.Neighbours;
using BgpNode.Net;
using Xunit;

namespace BgpNode.Conformance.Kernel;

public sealed class LinkTests : KernelTest
{
    [Fact]
    public async Task Links_are_listed_with_what_routing_needs()
    {
        Space.Ip("link add b0 type bridge");
        Space.Ip("link set v1 master b0");
        Space.Ip("link set v0 address 02:00:00:00:00:01 mtu 1400");
        IReadOnlyList<Link> links = await Kernel.DumpLinksAsync(Ct);

        Assert.Equal(["lo", "v1", "v0", "b0"], links.Select(l => l.Name));
        Link v0 = links.Single(l => l.Name == "v0");
        Assert.Equal((Link, true, true, 1400, "veth", 0), (v0.Index, v0.IsUp, v0.HasCarrier, v0.Mtu, v0.Kind, v0.Master));
        Assert.Equal("02:00:00:00:00:01", v0.Mac.ToString());
        Assert.Equal(links.Single(l => l.Name == "b0").Index, links.Single(l => l.Name == "v1").Master);
        Assert.False(links.Single(l => l.Name == "b0").IsUp);
    }

    [Fact]
    public async Task Addresses_are_listed_with_their_peers()
    {
        Space.Ip("addr add 10.9.0.1 peer 10.9.0.2/32 dev v0");
        IReadOnlyList<InterfaceAddress> addresses = await Kernel.DumpAddressesAsync(Ct);
        Assert.Contains(new InterfaceAddress(Link, Address.Parse("10.0.0.1"), 24, 0, null), addresses);
        Assert.Contains(new InterfaceAddress(Link, Address.Parse("10.9.0.1"), 32, 0, Address.Parse("10.9.0.2")), addresses);
        Assert.Contains(new InterfaceAddress(Link, Address.Parse("fd00::1"), 64, 0, null), addresses);
        Assert.Contains(addresses, a => a.Address.IsLinkLocal && a.Scope == 253);
    }

    [Fact]
    public async Task Neighbours_are_listed_and_routers_are_known()
    {
        Space.Ip("neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent");
        Space.Ip("neigh add fe80::2 lladdr 02:00:00:00:00:03 dev v0 nud permanent router");
        IReadOnlyList<Neighbour> neighbours = await Kernel.DumpNeighboursAsync(Ct);
        Neighbour host = neighbours.Single(n => n.Address == Address.Parse("10.0.0.2"));
        Neighbour router = neighbours.Single(n => n.Address == Address.Parse("fe80::2"));
        Assert.Equal(("02:00:00:00:00:02", false), (host.Mac.ToString(), host.IsRouter));
        Assert.Equal(("02:00:00:00:00:03", true), (router.Mac.ToString(), router.IsRouter));
    }
}
