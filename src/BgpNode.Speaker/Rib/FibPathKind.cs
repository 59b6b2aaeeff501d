namespace BgpNode.Speaker.Rib;

/// <summary>What happens to packets.</summary>
public enum FibPathKind
{
    /// <summary>Out of the interface of a workload on this node.</summary>
    Local,

    /// <summary>Dropped.</summary>
    Blackhole,

    /// <summary>To one or more gateways.</summary>
    Via,
}
