namespace BgpNode.Control.Views;

/// <summary>How long recent endpoints took from being seen in the store to a stage.</summary>
public sealed record ConvergenceView
{
    /// <summary><c>observed</c>, <c>kernel</c> or <c>sent</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Endpoints in the sample.</summary>
    public required long Count { get; init; }

    public required double P50Seconds { get; init; }

    public required double P90Seconds { get; init; }

    public required double P99Seconds { get; init; }
}
