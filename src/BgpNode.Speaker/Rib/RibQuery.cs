using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>A question about paths. Answers come in table order.</summary>
public sealed record RibQuery
{
    public required Family Family { get; init; }

    public RibRouteSet Set { get; init; }

    /// <summary>The neighbour's configured name; needed for received and sent.</summary>
    public string? Peer { get; init; }

    /// <summary>This prefix, or everything inside it with <see cref="Longer"/>; everything when null.</summary>
    public Prefix? Prefix { get; init; }

    public bool Longer { get; init; }

    /// <summary>Only prefixes behind this one.</summary>
    public Prefix? After { get; init; }

    /// <summary>The most prefixes to answer with.</summary>
    public int Limit { get; init; } = 250;
}
