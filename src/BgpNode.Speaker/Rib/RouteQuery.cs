using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>Asks for routes of one family, a page at a time. Pages are not ordered by prefix; whoever shows them sorts.</summary>
public sealed record RouteQuery
{
    public required Family Family { get; init; }

    public RouteTable Table { get; init; }

    /// <summary>The configured name of the neighbour whose table it is; not for <see cref="RouteTable.LocRib"/>.</summary>
    public string? Peer { get; init; }

    /// <summary>Only these prefixes; null for all.</summary>
    public Prefix? Prefix { get; init; }

    public PrefixMatch Match { get; init; }

    /// <summary>The most routes in a page.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary><see cref="RoutePage.Next"/> of the page before, 0 for the first one.</summary>
    public int From { get; init; }
}
