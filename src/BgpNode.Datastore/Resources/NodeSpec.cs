using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>Node.spec</c>. Null means not set.</summary>
public sealed record NodeSpec
{
    public NodeBgpSpec? Bgp { get; init; }

    public Address? IPv4VxlanTunnelAddress { get; init; }

    public MacAddress? VxlanTunnelMac { get; init; }

    public Address? IPv6VxlanTunnelAddress { get; init; }

    public MacAddress? VxlanTunnelMacV6 { get; init; }

    public Address? WireguardIPv4Address { get; init; }

    public Address? WireguardIPv6Address { get; init; }

    public EquatableList<NodeAddress> Addresses { get; init; } = [];
}
