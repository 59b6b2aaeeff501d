using BgpNode.Net;

namespace BgpNode.Demo.Topology;

/// <summary>The veth pair between the top-of-rack router and a node; one /30 and one /64.</summary>
internal sealed record LabLink(LabRouter Node, string TorInterface, LinkEnd Tor, LinkEnd Far)
{
    /// <summary>The node's end has the same name on every node.</summary>
    public const string NodeInterface = "uplink";
}

/// <summary>The addresses of one end of a link.</summary>
internal sealed record LinkEnd(Address IPv4, Address IPv6)
{
    public const int IPv4Length = 30;
    public const int IPv6Length = 64;

    public Address Of(Family family) => family == Family.IPv4 ? IPv4 : IPv6;
}
