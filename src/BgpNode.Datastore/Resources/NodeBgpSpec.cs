using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>Calico's <c>Node.spec.bgp</c>. Null means not set.</summary>
public sealed record NodeBgpSpec
{
    /// <summary>Overrides the cluster's AS number on this node.</summary>
    public AsNumber? AsNumber { get; init; }

    public Address? IPv4Address { get; init; }

    /// <summary>Length of the link's prefix; 32 when the address was written alone.</summary>
    public byte IPv4PrefixLength { get; init; }

    public Address? IPv6Address { get; init; }

    /// <summary>Length of the link's prefix; 128 when the address was written alone.</summary>
    public byte IPv6PrefixLength { get; init; }

    public Address? IPv4IpipTunnelAddress { get; init; }

    /// <summary>Makes the node a route reflector of this cluster (RFC 4456 §7).</summary>
    public RouterId? RouteReflectorClusterID { get; init; }
}
