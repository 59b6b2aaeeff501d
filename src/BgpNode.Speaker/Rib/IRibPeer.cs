using BgpNode.Net;
using BgpNode.Protocol.Wire;
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

    /// <summary>The session ended. Completes when its routes are gone from the RIB, but for those that are kept.</summary>
    /// <param name="keep">
    /// Families whose routes stay in use until the neighbour is back and has said End-of-RIB, or the restart time that it announced is over
    /// (RFC 4724 §4.2).
    /// </param>
    ValueTask DownAsync(FamilySet keep = default);

    /// <summary>What is to be sent to the neighbour.</summary>
    IOutput Output { get; }

    PeerCounters Counters { get; }
}
