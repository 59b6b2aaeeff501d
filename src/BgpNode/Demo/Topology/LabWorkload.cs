using BgpNode.Net;

namespace BgpNode.Demo.Topology;

/// <summary>A container stand-in: a namespace with one interface and one host address per family.</summary>
internal sealed record LabWorkload(string Name, string FirstNode, Address IPv4, Address IPv6)
{
    public string Namespace => LabPlan.Prefix + Name;

    /// <summary>The host side of its veth, with Calico's interface prefix.</summary>
    public string HostInterface => "cali" + Name;

    public Address Of(Family family) => family == Family.IPv4 ? IPv4 : IPv6;
}
