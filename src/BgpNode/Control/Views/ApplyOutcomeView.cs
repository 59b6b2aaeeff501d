namespace BgpNode.Control.Views;

/// <summary>What became of one resource.</summary>
public sealed record ApplyOutcomeView
{
    public required string Kind { get; init; }

    public string? Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary><c>created</c>, <c>changed</c>, <c>unchanged</c> or <c>deleted</c>.</summary>
    public required string Action { get; init; }
}
