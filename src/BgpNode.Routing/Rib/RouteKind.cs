namespace BgpNode.Routing.Rib;

/// <summary>What the kernel does with a route of this node.</summary>
public enum RouteKind : byte
{
    /// <summary>Towards a workload's interface.</summary>
    Workload,

    /// <summary>Drops what no more specific route takes: a block of addresses that lives here.</summary>
    Blackhole,

    /// <summary>Nothing: neighbours are told, the kernel is not.</summary>
    AnnounceOnly,
}
