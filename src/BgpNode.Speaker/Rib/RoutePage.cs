using System.Collections.Immutable;

namespace BgpNode.Speaker.Rib;

/// <summary>Some routes, as they were at one moment. The next page is of a later moment.</summary>
/// <param name="Routes">In no particular order.</param>
/// <param name="Next">Where the next page begins; null when this was the last.</param>
public sealed record RoutePage(ImmutableArray<RouteView> Routes, int? Next)
{
    public static RoutePage Empty { get; } = new([], null);
}
