using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>Decodes canonical attributes. What is wrong in them is a bug of ours; it decodes to zeros and still does not throw.</summary>
internal static class PathAttributesReader
{
    public static PathAttributes Read(ReadOnlySpan<byte> canonicalWire)
    {
        var read = new PathAttributes();
        ulong partial = 0;
        ImmutableArray<RawAttribute>.Builder? unknown = null;
        var reader = new AttributeReader(canonicalWire);
        while (reader.Next())
        {
            var value = new WireReader(reader.Value);
            switch (reader.Type)
            {
                case AttributeType.Origin:
                    read = read with { Origin = (Origin)value.U8() };
                    break;
                case AttributeType.AsPath:
                    read = read with { AsPath = AsPath.Read(reader.Value, fourOctetAs: true) };
                    break;
                case AttributeType.NextHop:
                    read = read with { NextHop = Address.V4(value.U32()) };
                    break;
                case AttributeType.MultiExitDisc:
                    read = read with { Med = value.U32() };
                    break;
                case AttributeType.LocalPref:
                    read = read with { LocalPref = value.U32() };
                    break;
                case AttributeType.AtomicAggregate:
                    read = read with { AtomicAggregate = true };
                    break;
                case AttributeType.Aggregator:
                    read = read with { Aggregator = new(new(value.U32()), new(value.U32())) };
                    break;
                case AttributeType.Communities:
                    read = read with { Communities = Numbers(ref value) };
                    break;
                case AttributeType.OriginatorId:
                    read = read with { OriginatorId = new RouterId(value.U32()) };
                    break;
                case AttributeType.ClusterList:
                    read = read with { ClusterList = Numbers(ref value) };
                    break;
                case AttributeType.MpReachNlri:
                    read = WithNextHop(read, reader.Value);
                    break;
                case AttributeType.ExtendedCommunities:
                    read = read with { ExtendedCommunities = LongNumbers(ref value) };
                    break;
                case AttributeType.LargeCommunities:
                    read = read with { LargeCommunities = LargeCommunities(ref value) };
                    break;
                case AttributeType.OnlyToCustomer:
                    read = read with { OnlyToCustomer = value.U32() };
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

        return read with { PartialTypes = partial, Unknown = unknown?.ToImmutable() ?? [] };
    }

    private static PathAttributes WithNextHop(PathAttributes read, ReadOnlySpan<byte> value) =>
        MpReach.TryRead(value, out MpReach reach) && MpReach.TryReadNextHop(reach.NextHop, out Address nextHop, out Address? linkLocal)
            ? read with { Family = reach.Family ?? nextHop.Family, NextHop = nextHop, LinkLocalNextHop = linkLocal }
            : read;

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
