namespace BgpNode.Control.Views;

/// <summary>The answer of <c>/readyz</c>: 200 when every gate is open, 503 otherwise.</summary>
public sealed record ReadinessView
{
    public required bool Ready { get; init; }

    public required IReadOnlyList<GateView> Gates { get; init; }
}
