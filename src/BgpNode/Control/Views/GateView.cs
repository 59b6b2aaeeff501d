namespace BgpNode.Control.Views;

/// <summary>One thing that must be true before the node counts as ready.</summary>
public sealed record GateView
{
    /// <summary><c>config</c>, <c>store</c>, <c>kernel</c> or <c>peers</c>.</summary>
    public required string Gate { get; init; }

    public required bool Open { get; init; }

    /// <summary>What is being waited for while closed, what was found when open.</summary>
    public string? Detail { get; init; }
}
