using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Attributes;

/// <summary>
/// A view of one interned attribute set: valid while somebody holds a reference to its number. Two paths with equal numbers
/// have equal attributes and next hops.
/// </summary>
internal readonly ref struct AttributeSet(int id, ReadOnlySpan<byte> wire, ReadOnlySpan<byte> nextHop, ref readonly AttributeRank rank)
{
    private readonly ref readonly AttributeRank _rank = ref rank;

    /// <summary>1 or more; used again when the set is gone.</summary>
    public int Id { get; } = id;

    /// <summary>The attributes in canonical order without MP_REACH_NLRI, four octets an AS.</summary>
    public ReadOnlySpan<byte> Wire { get; } = wire;

    /// <summary>The next hop in network order: 0, 4, 16 or 32 octets.</summary>
    public ReadOnlySpan<byte> NextHopBytes { get; } = nextHop;

    public ref readonly AttributeRank Rank => ref _rank;

    /// <summary>The next hop, null for a route of this node. Of the 32 octets of RFC 2545 §3 the global address, where there is one.</summary>
    public Address? NextHop => MpReach.TryReadNextHop(NextHopBytes, out Address nextHop, out _) ? nextHop : null;

    public Address? LinkLocalNextHop => MpReach.TryReadNextHop(NextHopBytes, out _, out Address? linkLocal) ? linkLocal : null;

    /// <summary>Everything as values, made anew at each call: for policy, explanation and display.</summary>
    public PathAttributes Decode(Family family) =>
        PathAttributes.Read(Wire) with { Family = family, NextHop = NextHop, LinkLocalNextHop = LinkLocalNextHop };
}
