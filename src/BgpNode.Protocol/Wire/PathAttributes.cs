using System.Buffers;
using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>
/// One attribute set, decoded: what policy, export and displays look at. Immutable and with value equality; <c>with</c>
/// derives another one. It is read from the canonical wire form, which only <c>AttributeValidator</c> and this type write:
/// valid attributes, sorted by type, AS numbers of four octets, AS4_* merged, shortest length field. The next hop of routes
/// that do not use NEXT_HOP stands in it as an MP_REACH_NLRI without NLRI, so equal octets mean equal sets.
/// </summary>
public sealed record PathAttributes
{
    public Origin Origin { get; init; }

    public AsPath AsPath { get; init; } = AsPath.Empty;

    /// <summary>The family of the routes that have these attributes; with the next hop's it decides how that is written.</summary>
    public Family Family { get; init; }

    public Address? NextHop { get; init; }

    /// <summary>The link-local next hop of RFC 2545 §3; equal to <see cref="NextHop"/> when the peer has no other.</summary>
    public Address? LinkLocalNextHop { get; init; }

    /// <summary>MULTI_EXIT_DISC; the lower is preferred.</summary>
    public uint? Med { get; init; }

    /// <summary>The higher is preferred; never from or to external peers.</summary>
    public uint? LocalPref { get; init; }

    public bool AtomicAggregate { get; init; }

    public Aggregator? Aggregator { get; init; }

    /// <summary>See <see cref="Community"/> for names and text.</summary>
    public ImmutableArray<uint> Communities { get; init; } = [];

    public ImmutableArray<LargeCommunity> LargeCommunities { get; init; } = [];

    /// <summary>See <see cref="ExtendedCommunity"/> for text.</summary>
    public ImmutableArray<ulong> ExtendedCommunities { get; init; } = [];

    /// <summary>RFC 4456 §8.</summary>
    public RouterId? OriginatorId { get; init; }

    /// <summary>RFC 4456 §8; the nearest cluster first.</summary>
    public ImmutableArray<uint> ClusterList { get; init; } = [];

    /// <summary>OTC, RFC 9234 §5: the AS that made the route one for customers only.</summary>
    public uint? OnlyToCustomer { get; init; }

    /// <summary>Optional transitive attributes that we pass along, in the order of their types.</summary>
    public ImmutableArray<RawAttribute> Unknown { get; init; } = [];

    /// <summary>
    /// Attributes above whose Partial bit came set, one bit per type: a speaker on the way did not know them, and nobody may
    /// clear that (RFC 4271 §5).
    /// </summary>
    public ulong PartialTypes { get; init; }

    /// <summary>Whether the next hop goes into MP_REACH_NLRI: IPv6 routes, and IPv4 routes over IPv6 (RFC 8950).</summary>
    public bool NextHopInMpReach => Family != Family.IPv4 || NextHop is { Family: Family.IPv6 };

    /// <summary>Decodes the canonical wire form.</summary>
    public static PathAttributes Read(ReadOnlySpan<byte> canonicalWire) => PathAttributesReader.Read(canonicalWire);

    /// <summary>
    /// Writes the attributes for an UPDATE, sorted by type. NEXT_HOP is among them only when the routes use it; MP_REACH_NLRI is
    /// left to whoever packs the NLRI.
    /// </summary>
    /// <param name="output">Where the octets go.</param>
    /// <param name="fourOctetAs">What was agreed; without it AS4_PATH and AS4_AGGREGATOR are added where needed (RFC 6793 §4.2.2).</param>
    public void Write(IBufferWriter<byte> output, bool fourOctetAs) => PathAttributesWriter.Write(this, output, fourOctetAs, canonical: false);

    /// <summary>Writes the canonical wire form: what <see cref="Read"/> reads.</summary>
    public void WriteCanonical(IBufferWriter<byte> output) => PathAttributesWriter.Write(this, output, fourOctetAs: true, canonical: true);

    public bool Equals(PathAttributes? other) => other is not null
        && (Origin, Family, NextHop, LinkLocalNextHop, Med, LocalPref, AtomicAggregate)
            == (other.Origin, other.Family, other.NextHop, other.LinkLocalNextHop, other.Med, other.LocalPref, other.AtomicAggregate)
        && (Aggregator, OriginatorId, OnlyToCustomer, PartialTypes)
            == (other.Aggregator, other.OriginatorId, other.OnlyToCustomer, other.PartialTypes)
        && AsPath.Equals(other.AsPath)
        && Communities.AsSpan().SequenceEqual(other.Communities.AsSpan())
        && LargeCommunities.AsSpan().SequenceEqual(other.LargeCommunities.AsSpan())
        && ExtendedCommunities.AsSpan().SequenceEqual(other.ExtendedCommunities.AsSpan())
        && ClusterList.AsSpan().SequenceEqual(other.ClusterList.AsSpan())
        && Unknown.AsSpan().SequenceEqual(other.Unknown.AsSpan());

    public override int GetHashCode() => HashCode.Combine(AsPath, NextHop, Med, LocalPref, Communities.Length, OriginatorId);
}
