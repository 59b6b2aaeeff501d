using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Demo.Topology;

/// <summary>
/// The lab as data: a top-of-rack router, two nodes below it, a workload on each. Every node has an AS of its own
/// (RFC 7938 §5.2.1), because two eBGP nodes in one AS would refuse each other's routes as loops.
/// </summary>
internal static class LabPlan
{
    /// <summary>Every namespace of the lab starts with this, and nothing else may.</summary>
    public const string Prefix = "bgpnode-demo-";

    /// <summary>The MAC address of every host-side veth, so that a workload keeps its gateway when it moves.</summary>
    public const string GatewayMac = "ee:ee:ee:ee:ee:ee";

    /// <summary>The gateway of every workload, as in Calico.</summary>
    public static readonly Address GatewayIPv4 = Address.Parse("169.254.1.1");

    /// <summary>The link-local address that <see cref="GatewayMac"/> yields (RFC 4291 appendix A).</summary>
    public static readonly Address GatewayIPv6 = Address.Parse("fe80::ecee:eeff:feee:eeee");

    public static readonly LabRouter Tor = new("tor", new AsNumber(65000));

    private static readonly LabRouter Node1 = new("node1", new AsNumber(64513));
    private static readonly LabRouter Node2 = new("node2", new AsNumber(64514));

    public static readonly ImmutableArray<LabRouter> Nodes = [Node1, Node2];

    public static readonly ImmutableArray<LabLink> Links =
    [
        new(Node1, "to-node1", Ends("172.31.1.1", "fd00:172:31:1::1"), Ends("172.31.1.2", "fd00:172:31:1::2")),
        new(Node2, "to-node2", Ends("172.31.2.1", "fd00:172:31:2::1"), Ends("172.31.2.2", "fd00:172:31:2::2")),
    ];

    public static readonly ImmutableArray<LabWorkload> Workloads =
    [
        new("web", Node1.Name, Address.Parse("10.65.1.2"), Address.Parse("fd00:10:65::1:2")),
        new("db", Node2.Name, Address.Parse("10.65.2.2"), Address.Parse("fd00:10:65::2:2")),
    ];

    public static IEnumerable<LabRouter> Routers => [Tor, .. Nodes];

    public static IEnumerable<string> Namespaces => [.. Routers.Select(r => r.Namespace), .. Workloads.Select(w => w.Namespace)];

    public static LabLink LinkOf(LabRouter node) => Links.Single(link => link.Node == node);

    private static LinkEnd Ends(string ipv4, string ipv6) => new(Address.Parse(ipv4), Address.Parse(ipv6));
}
