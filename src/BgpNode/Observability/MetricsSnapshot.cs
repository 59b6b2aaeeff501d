namespace BgpNode.Observability;

/// <summary>Every number of the daemon at one moment. Counts grow since the start; the rest is as it is now.</summary>
public sealed record MetricsSnapshot
{
    /// <summary>Gate to open or not.</summary>
    public IReadOnlyList<GateSample> Gates { get; init; } = [];

    public IReadOnlyList<PeerSample> Peers { get; init; } = [];

    /// <summary>Packets of BFD that were dropped, by reason.</summary>
    public IReadOnlyList<LabelledCount> BfdDropped { get; init; } = [];

    public IReadOnlyList<RibSample> Rib { get; init; } = [];

    public FibSample Fib { get; init; } = new();

    public StoreSample Store { get; init; } = new();

    /// <summary>Endpoints of this node by state: <c>ready</c>, <c>waiting</c>, <c>failed</c>.</summary>
    public IReadOnlyList<LabelledCount> Endpoints { get; init; } = [];

    public MemorySample Memory { get; init; } = new();

    /// <summary>What waits in the loops' inboxes; none of them grows beyond its bound.</summary>
    public IReadOnlyList<QueueSample> Queues { get; init; } = [];

    /// <summary>Netlink receive queues that overflowed (ENOBUFS); each cost one dump.</summary>
    public long NetlinkOverruns { get; init; }
}
