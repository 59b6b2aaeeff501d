namespace BgpNode.Control.Views;

/// <summary>
/// Why an address is or is not where it should be: one line per station, in the order data flows. A route of this node goes
/// intent, selected, kernel, each neighbour; a learned one received, filter, candidates, best, kernel, each neighbour.
/// </summary>
public sealed record ExplainView
{
    /// <summary>What was asked.</summary>
    public required string Target { get; init; }

    /// <summary>The prefix that answers for it (longest match for an address); absent when nothing is known.</summary>
    public string? Prefix { get; init; }

    public required ExplainVerdict Verdict { get; init; }

    public required IReadOnlyList<StationView> Stations { get; init; }
}
