using System.Buffers;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>Encodes attributes in the order of their types.</summary>
internal static class PathAttributesWriter
{
    // Everything of fixed length, with heads: all fixed attributes together stay well below.
    private const int FixedRoom = 256;

    public static void Write(PathAttributes set, IBufferWriter<byte> output, bool fourOctetAs, bool canonical)
    {
        var writer = new WireWriter(output, Room(set));
        int unknown = 0;

        Head(ref writer, set, AttributeType.Origin, 1);
        writer.U8((byte)set.Origin);

        Head(ref writer, set, AttributeType.AsPath, set.AsPath.Octets(fourOctetAs));
        set.AsPath.Write(ref writer, fourOctetAs);

        if (set is { NextHopInMpReach: false, NextHop: { } nextHop })
        {
            Number(ref writer, set, AttributeType.NextHop, (uint)nextHop.Bits);
        }

        Number(ref writer, set, AttributeType.MultiExitDisc, set.Med);
        Number(ref writer, set, AttributeType.LocalPref, set.LocalPref);
        if (set.AtomicAggregate)
        {
            Head(ref writer, set, AttributeType.AtomicAggregate, 0);
        }

        WriteAggregator(ref writer, set, fourOctetAs);
        Numbers(ref writer, set, AttributeType.Communities, set.Communities.AsSpan());
        Number(ref writer, set, AttributeType.OriginatorId, set.OriginatorId?.Value);
        Numbers(ref writer, set, AttributeType.ClusterList, set.ClusterList.AsSpan());
        WriteUnknown(ref writer, set, ref unknown, AttributeType.MpReachNlri);
        if (canonical && set is { NextHopInMpReach: true, NextHop: { } mpNextHop })
        {
            int octets = set.LinkLocalNextHop is { } second && second != mpNextHop ? 32 : mpNextHop.Family.AddressBytes();
            AttributeWriter.WriteHead(ref writer, AttributeFlags.Optional, AttributeType.MpReachNlri, 5 + octets);
            MpReach.WriteHead(ref writer, set.Family, mpNextHop, set.LinkLocalNextHop);
        }

        WriteUnknown(ref writer, set, ref unknown, AttributeType.ExtendedCommunities);
        if (!set.ExtendedCommunities.IsEmpty)
        {
            Head(ref writer, set, AttributeType.ExtendedCommunities, set.ExtendedCommunities.Length * 8);
            foreach (ulong community in set.ExtendedCommunities)
            {
                writer.U64(community);
            }
        }

        if (!fourOctetAs)
        {
            WriteAs4(ref writer, set);
        }

        WriteUnknown(ref writer, set, ref unknown, AttributeType.LargeCommunities);
        if (!set.LargeCommunities.IsEmpty)
        {
            Head(ref writer, set, AttributeType.LargeCommunities, set.LargeCommunities.Length * 12);
            foreach (LargeCommunity community in set.LargeCommunities)
            {
                writer.U32(community.GlobalAdministrator);
                writer.U32(community.LocalData1);
                writer.U32(community.LocalData2);
            }
        }

        WriteUnknown(ref writer, set, ref unknown, AttributeType.OnlyToCustomer);
        Number(ref writer, set, AttributeType.OnlyToCustomer, set.OnlyToCustomer);
        WriteUnknown(ref writer, set, ref unknown, before: null);
        writer.Complete();
    }

    private static int Room(PathAttributes set)
    {
        // AS_PATH may be joined by an AS4_PATH of twice its octets.
        int room = FixedRoom + (2 * set.AsPath.Octets(fourOctetAs: true)) + (4 * set.Communities.Length)
            + (8 * set.ExtendedCommunities.Length) + (12 * set.LargeCommunities.Length) + (4 * set.ClusterList.Length);
        foreach (RawAttribute attribute in set.Unknown)
        {
            room += AttributeWriter.Octets(attribute.Value.Length);
        }

        return room;
    }

    private static void Head(ref WireWriter writer, PathAttributes set, AttributeType type, int valueLength)
    {
        bool partial = (set.PartialTypes & (1UL << (int)type)) != 0;
        AttributeFlags flags = type.Class() ?? AttributeFlags.None;
        AttributeWriter.WriteHead(ref writer, partial ? flags | AttributeFlags.Partial : flags, type, valueLength);
    }

    private static void Number(ref WireWriter writer, PathAttributes set, AttributeType type, uint? number)
    {
        if (number is { } value)
        {
            Head(ref writer, set, type, 4);
            writer.U32(value);
        }
    }

    private static void Numbers(ref WireWriter writer, PathAttributes set, AttributeType type, ReadOnlySpan<uint> numbers)
    {
        if (numbers.IsEmpty)
        {
            return;
        }

        Head(ref writer, set, type, numbers.Length * 4);
        foreach (uint number in numbers)
        {
            writer.U32(number);
        }
    }

    private static void WriteAggregator(ref WireWriter writer, PathAttributes set, bool fourOctetAs)
    {
        if (set.Aggregator is not { } aggregator)
        {
            return;
        }

        Head(ref writer, set, AttributeType.Aggregator, fourOctetAs ? 8 : 6);
        if (fourOctetAs)
        {
            writer.U32(aggregator.As.Value);
        }
        else
        {
            writer.U16((ushort)(aggregator.As.FitsTwoOctets ? aggregator.As : AsNumber.Trans).Value);
        }

        writer.U32(aggregator.Speaker.Value);
    }

    // RFC 6793 §4.2.2: only where two octets lose something, and never with confederations.
    private static void WriteAs4(ref WireWriter writer, PathAttributes set)
    {
        AsPath path = set.AsPath.WithoutConfederations();
        if (path.Segments.Any(segment => segment.Numbers.Any(number => !number.FitsTwoOctets)))
        {
            Head(ref writer, set, AttributeType.As4Path, path.Octets(fourOctetAs: true));
            path.Write(ref writer, fourOctetAs: true);
        }

        if (set.Aggregator is { As.FitsTwoOctets: false } aggregator)
        {
            Head(ref writer, set, AttributeType.As4Aggregator, 8);
            writer.U32(aggregator.As.Value);
            writer.U32(aggregator.Speaker.Value);
        }
    }

    // Unknown attributes fall between the known ones; each call writes those that stand before a type.
    private static void WriteUnknown(ref WireWriter writer, PathAttributes set, ref int next, AttributeType? before)
    {
        while (next < set.Unknown.Length && (before is null || set.Unknown[next].Type < before))
        {
            RawAttribute attribute = set.Unknown[next++];
            AttributeWriter.Write(ref writer, attribute.Flags, attribute.Type, attribute.Value.AsSpan());
        }
    }
}
