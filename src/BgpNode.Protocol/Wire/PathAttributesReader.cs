using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>Decodes canonical attributes. What is wrong in them is a bug of ours; it decodes to zeros and still does not throw.</summary>
internal static class PathAttributesReader
{
    public static PathAttributes Read(ReadOnlySpan<byte> canonicalWire)
    {
        // Locals and one object at the end: a full table has 90,000 sets, and each `with` would copy one.
        Origin origin = default;
        AsPath asPath = AsPath.Empty;
        Family family = default;
        Address? nextHop = null, linkLocal = null;
        uint? med = null, localPref = null, onlyToCustomer = null;
        bool atomicAggregate = false;
        Aggregator? aggregator = null;
        RouterId? originatorId = null;
        ImmutableArray<uint> communities = [], clusterList = [];
        ImmutableArray<ulong> extendedCommunities = [];
        ImmutableArray<LargeCommunity> largeCommunities = [];
        ImmutableArray<RawAttribute>.Builder? unknown = null;
        ulong partial = 0;

        var reader = new AttributeReader(canonicalWire);
        while (reader.Next())
        {
            var value = new WireReader(reader.Value);
            switch (reader.Type)
            {
                case AttributeType.Origin:
                    origin = (Origin)value.U8();
                    break;
                case AttributeType.AsPath:
                    asPath = AsPath.Read(reader.Value, fourOctetAs: true);
                    break;
                case AttributeType.NextHop:
                    nextHop = Address.V4(value.U32());
                    break;
                case AttributeType.MultiExitDisc:
                    med = value.U32();
                    break;
                case AttributeType.LocalPref:
                    localPref = value.U32();
                    break;
                case AttributeType.AtomicAggregate:
                    atomicAggregate = true;
                    break;
                case AttributeType.Aggregator:
                    aggregator = new(new(value.U32()), new(value.U32()));
                    break;
                case AttributeType.Communities:
                    communities = Numbers(ref value);
                    break;
                case AttributeType.OriginatorId:
                    originatorId = new RouterId(value.U32());
                    break;
                case AttributeType.ClusterList:
                    clusterList = Numbers(ref value);
                    break;
                case AttributeType.MpReachNlri:
                    (family, nextHop, linkLocal) = MpNextHop(reader.Value);
                    break;
                case AttributeType.ExtendedCommunities:
                    extendedCommunities = LongNumbers(ref value);
                    break;
                case AttributeType.LargeCommunities:
                    largeCommunities = LargeCommunities(ref value);
                    break;
                case AttributeType.OnlyToCustomer:
                    onlyToCustomer = value.U32();
                    break;
                default:
                    unknown ??= ImmutableArray.CreateBuilder<RawAttribute>();
                    unknown.Add(new(reader.Flags & ~AttributeFlags.ExtendedLength, reader.Type, [.. reader.Value]));
                    continue;
            }

            if ((reader.Flags & AttributeFlags.Partial) != 0)
            {
                partial |= 1UL << (int)reader.Type; // every type with a case has a number below 64
            }
        }

        return new()
        {
            Origin = origin,
            AsPath = asPath,
            Family = family,
            NextHop = nextHop,
            LinkLocalNextHop = linkLocal,
            Med = med,
            LocalPref = localPref,
            AtomicAggregate = atomicAggregate,
            Aggregator = aggregator,
            Communities = communities,
            LargeCommunities = largeCommunities,
            ExtendedCommunities = extendedCommunities,
            OriginatorId = originatorId,
            ClusterList = clusterList,
            OnlyToCustomer = onlyToCustomer,
            Unknown = unknown?.DrainToImmutable() ?? [],
            PartialTypes = partial,
        };
    }

    private static (Family Family, Address? NextHop, Address? LinkLocal) MpNextHop(ReadOnlySpan<byte> value) =>
        MpReach.TryRead(value, out MpReach reach) && MpReach.TryReadNextHop(reach.NextHop, out Address nextHop, out Address? linkLocal)
            ? (reach.Family ?? nextHop.Family, nextHop, linkLocal)
            : default;

    private static ImmutableArray<uint> Numbers(ref WireReader value)
    {
        ImmutableArray<uint>.Builder numbers = ImmutableArray.CreateBuilder<uint>(value.Remaining / 4);
        while (value.Remaining >= 4)
        {
            numbers.Add(value.U32());
        }

        return numbers.DrainToImmutable();
    }

    private static ImmutableArray<ulong> LongNumbers(ref WireReader value)
    {
        ImmutableArray<ulong>.Builder numbers = ImmutableArray.CreateBuilder<ulong>(value.Remaining / 8);
        while (value.Remaining >= 8)
        {
            numbers.Add(value.U64());
        }

        return numbers.DrainToImmutable();
    }

    private static ImmutableArray<LargeCommunity> LargeCommunities(ref WireReader value)
    {
        ImmutableArray<LargeCommunity>.Builder communities = ImmutableArray.CreateBuilder<LargeCommunity>(value.Remaining / 12);
        while (value.Remaining >= 12)
        {
            communities.Add(new(value.U32(), value.U32(), value.U32()));
        }

        return communities.DrainToImmutable();
    }
}
