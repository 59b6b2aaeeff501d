using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>What the FIB loop tells the owner of the RIB.</summary>
public interface IFibOwner
{
    /// <summary>The FIB loop took a batch: it may be offered the next one. Never blocks.</summary>
    void FibHasRoom();

    /// <summary>The neighbours that should be up.</summary>
    IReadOnlyList<FibNeighbour> Neighbours();

    /// <summary>The kernel has these workload routes now: they may be announced.</summary>
    ValueTask AcknowledgedAsync(IReadOnlyList<Prefix> prefixes, CancellationToken ct);

    /// <summary>These next hops can be reached now, or no longer; what was never told is reachable.</summary>
    ValueTask GatewaysAsync(IReadOnlyList<GatewayNews> news, CancellationToken ct);

    /// <summary>A link went down, lost its carrier or is gone. Never blocks.</summary>
    void LinkLost(string name);
}
