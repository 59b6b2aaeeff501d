using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>What the owner of the RIB is told once, at its start.</summary>
public sealed record RibOptions
{
    /// <summary>Our cluster when we reflect (RFC 4456 §7); null for the BGP Identifier of each session.</summary>
    public uint? ClusterId { get; init; }

    /// <summary>An external path stays the best one until a better one comes (RFC 5004).</summary>
    public bool PreferOldestExternal { get; init; }

    public MultipathOptions Multipath { get; init; } = new();

    /// <summary>Changes that each journal keeps, a power of two. A reader further behind walks the table.</summary>
    public int JournalCapacity { get; init; } = 1 << 20;

    /// <summary>Whether the forwarding table is offered what neighbours announced, or only the node's own routes (BGPConfiguration's <c>programClusterRoutes</c>).</summary>
    public bool ForwardLearned { get; init; } = true;

    /// <summary>Messages that may wait for the loop, each at most an <see cref="UpdateBatch"/> large.</summary>
    public int InboxCapacity { get; init; } = 64;
}
