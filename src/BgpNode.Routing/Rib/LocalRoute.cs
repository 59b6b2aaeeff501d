using System.Collections.Immutable;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Rib;

/// <summary>A route that this node originates.</summary>
public sealed record LocalRoute
{
    public required RouteKind Kind { get; init; }

    /// <summary>The link of a workload.</summary>
    public string? Interface { get; init; }

    /// <summary>Whether neighbours may hear of it.</summary>
    public bool Announce { get; init; } = true;

    /// <summary>RFC 1997 communities to send along.</summary>
    public ImmutableArray<uint> Communities { get; init; } = [];

    /// <summary>RFC 8092 communities to send along.</summary>
    public ImmutableArray<LargeCommunity> LargeCommunities { get; init; } = [];

    public uint? Med { get; init; }

    public bool Equals(LocalRoute? other) => other is not null
        && (Kind, Interface, Announce, Med) == (other.Kind, other.Interface, other.Announce, other.Med)
        && Communities.AsSpan().SequenceEqual(other.Communities.AsSpan())
        && LargeCommunities.AsSpan().SequenceEqual(other.LargeCommunities.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Kind, Interface, Announce, Med, Communities.Length, LargeCommunities.Length);
}
