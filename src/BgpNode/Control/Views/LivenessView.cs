namespace BgpNode.Control.Views;

/// <summary>The answer of <c>/livez</c>: 200 while every loop turns, 503 otherwise.</summary>
public sealed record LivenessView
{
    public required bool Alive { get; init; }

    public required IReadOnlyList<LoopView> Loops { get; init; }
}
