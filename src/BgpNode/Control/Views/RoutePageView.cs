namespace BgpNode.Control.Views;

/// <summary>Routes in table order, at most as many as asked for.</summary>
public sealed record RoutePageView
{
    public required IReadOnlyList<RouteView> Routes { get; init; }

    /// <summary>Pass it as <c>after</c> to read on; absent on the last page.</summary>
    public string? Next { get; init; }
}
