namespace BgpNode.Control.Views;

/// <summary>The node on one screen.</summary>
public sealed record StatusView
{
    public required string Node { get; init; }

    public required string Version { get; init; }

    /// <summary>The AS number used where a neighbour has none of its own; absent until intent is known.</summary>
    public uint? AsNumber { get; init; }

    public string? RouterId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required double UptimeSeconds { get; init; }

    public required bool Ready { get; init; }

    public required IReadOnlyList<GateView> Gates { get; init; }

    public required DatastoreView Datastore { get; init; }

    public required PeerCountView Peers { get; init; }

    public required IReadOnlyList<RibView> Rib { get; init; }

    public required FibSummaryView Fib { get; init; }

    public required MemoryView Memory { get; init; }

    public required EndpointCountView Endpoints { get; init; }

    public IReadOnlyList<ConvergenceView> Convergence { get; init; } = [];
}
