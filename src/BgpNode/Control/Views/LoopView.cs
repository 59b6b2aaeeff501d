namespace BgpNode.Control.Views;

/// <summary>One loop of the daemon and whether its present turn is taking too long.</summary>
public sealed record LoopView
{
    public required string Loop { get; init; }

    public required bool Alive { get; init; }

    /// <summary>Seconds the present turn has lasted; absent while the loop waits for work.</summary>
    public double? BusySeconds { get; init; }
}
