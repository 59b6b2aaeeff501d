using BgpNode.Net;
using BgpNode.Routing.Policy;

namespace BgpNode.Speaker.Rib;

/// <summary>One established neighbour as the owner of the RIB sees it. Called by its session only.</summary>
public interface IRibPeer
{
    /// <summary>Whole UPDATE messages in the order received. The batch belongs to the RIB from here on, which returns it to its pool.</summary>
    ValueTask UpdatesAsync(UpdateBatch batch, CancellationToken ct);

    /// <summary>The peer sent ROUTE-REFRESH (RFC 2918; subtypes of RFC 7313).</summary>
    ValueTask RefreshRequestedAsync(Family family, byte subtype, CancellationToken ct);

    /// <summary>The neighbour has another policy now; the session stays.</summary>
    ValueTask PolicyChangedAsync(PeerPolicy policy, CancellationToken ct);

    /// <summary>The session ended. Completes when its routes are gone from the RIB.</summary>
    ValueTask DownAsync();

    /// <summary>What is to be sent to the neighbour.</summary>
    IOutput Output { get; }

    PeerCounters Counters { get; }
}
