namespace BgpNode.Control.Views;

/// <summary>One line of an explanation.</summary>
public sealed record StationView
{
    /// <summary><c>intent</c>, <c>selected</c>, <c>received</c>, <c>filter</c>, <c>candidate</c>, <c>best</c>, <c>kernel</c> or <c>neighbour</c>.</summary>
    public required string Station { get; init; }

    /// <summary>Which one, where there are several: the neighbour's name.</summary>
    public string? Subject { get; init; }

    public required StationOutcome Outcome { get; init; }

    /// <summary>What is so, and what stands against it, in a sentence.</summary>
    public required string Text { get; init; }

    public DateTimeOffset? At { get; init; }
}
