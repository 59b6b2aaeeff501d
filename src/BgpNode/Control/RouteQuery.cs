using BgpNode.Net;

namespace BgpNode.Control;

/// <summary>A question about routes.</summary>
public sealed record RouteQuery
{
    public const int DefaultLimit = 250;

    public const int MaxLimit = 10_000;

    /// <summary>This prefix exactly, or everything inside it with <see cref="Longer"/>; everything when null.</summary>
    public Prefix? Prefix { get; init; }

    public bool Longer { get; init; }

    /// <summary>Name or address of a neighbour; needed for <see cref="RouteSet.Received"/> and <see cref="RouteSet.Sent"/>.</summary>
    public string? Peer { get; init; }

    public RouteSet Set { get; init; }

    public Family? Family { get; init; }

    /// <summary>At most this many paths, from 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>The <c>next</c> of the page before; null for the first.</summary>
    public string? After { get; init; }
}
