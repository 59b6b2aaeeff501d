namespace BgpNode.Control.Views;

/// <summary>The kernel routes this node wants, each with where it stands.</summary>
public sealed record FibView
{
    public required FibSummaryView Summary { get; init; }

    public required IReadOnlyList<FibRouteView> Routes { get; init; }
}
