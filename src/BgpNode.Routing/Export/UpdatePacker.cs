using System.Buffers.Binary;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// Writes UPDATE messages into a group's log, as many prefixes in each as fit. IPv4 in the classic form of RFC 4271 §4.3, IPv6
/// and IPv4 with IPv6 next hops in MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760), which stand first (RFC 7606 §5.1).
/// </summary>
internal sealed class UpdatePacker(OutLog log, int maxMessageLength, FamilyRib rib)
{
    private const int Header = MessageFraming.HeaderLength;
    private const int FixedPart = Header + 4; // with the two length fields
    private const int MpUnreachHead = 7;      // flags, type, length, AFI, SAFI

    // Prefixes are written as whole words.
    private const int Slack = 4;

    // A message that begins near the end of a chunk is not made tiny for it; the rest of the chunk stays empty instead.
    private const int GoodRoom = MessageFraming.MaxLength;

    /// <summary>Whether these attributes leave room for a prefix. If not, no message can carry them.</summary>
    public bool Fits(ExportEncoder encoded) => OverheadOf(encoded) + NlriWriter.MaxOctets <= maxMessageLength;

    /// <summary>Announces prefixes with one set of attributes, and with an identifier (RFC 7911 §3) unless that is 0.</summary>
    public void Announce(ReadOnlySpan<int> prefixIds, ExportEncoder encoded, Audience audience, ushort source, uint pathId = 0)
    {
        int overhead = OverheadOf(encoded);
        while (!prefixIds.IsEmpty)
        {
            Span<byte> room = Begin(overhead);
            int length = encoded.Multiprotocol ? AnnounceMp(room, ref prefixIds, encoded, pathId) : AnnounceClassic(room, ref prefixIds, encoded, pathId);
            End(room, length, audience, source);
        }
    }

    /// <summary>Withdraws prefixes, or only their paths with an identifier unless that is 0.</summary>
    public void Withdraw(ReadOnlySpan<int> prefixIds, Audience audience, ushort source, uint pathId = 0)
    {
        while (!prefixIds.IsEmpty)
        {
            Span<byte> room = Begin(FixedPart + MpUnreachHead);
            int at;
            if (rib.Family == Family.IPv4)
            {
                at = WritePrefixes(room, Header + 2, 2, ref prefixIds, pathId);
                BinaryPrimitives.WriteUInt16BigEndian(room[Header..], (ushort)(at - Header - 2));
                BinaryPrimitives.WriteUInt16BigEndian(room[at..], 0);
                at += 2;
            }
            else
            {
                int value = FixedPart + 4;
                WriteFamily(room[value..]);
                at = WritePrefixes(room, value + 3, 0, ref prefixIds, pathId);
                BinaryPrimitives.WriteUInt16BigEndian(room[Header..], 0);
                BinaryPrimitives.WriteUInt16BigEndian(room[(Header + 2)..], (ushort)(at - FixedPart));
                WriteLongHead(room[FixedPart..], AttributeType.MpUnreachNlri, at - value);
            }

            End(room, at, audience, source);
        }
    }

    /// <summary>The mark that the initial routes of the family are complete (RFC 4724 §2).</summary>
    public void EndOfRib()
    {
        Span<byte> room = Begin(FixedPart);
        room.Slice(Header, 4).Clear();
        int at = FixedPart;
        if (rib.Family == Family.IPv6)
        {
            room[Header + 3] = 6;
            (room[at], room[at + 1], room[at + 2]) = ((byte)AttributeFlags.Optional, (byte)AttributeType.MpUnreachNlri, 3);
            WriteFamily(room[(at + 3)..]);
            at += 6;
        }

        End(room, at, Audience.All, 0);
    }

    /// <summary>Beginning or end of the answer to a ROUTE-REFRESH (RFC 7313 §4).</summary>
    public void RefreshMark(byte subtype)
    {
        Span<byte> room = Begin(FixedPart);
        BinaryPrimitives.WriteUInt16BigEndian(room[Header..], rib.Family.Afi());
        (room[Header + 2], room[Header + 3]) = (subtype, 1);
        End(room, FixedPart, Audience.All, 0, MessageType.RouteRefresh);
    }

    private int AnnounceClassic(Span<byte> room, ref ReadOnlySpan<int> prefixIds, ExportEncoder encoded, uint pathId)
    {
        BinaryPrimitives.WriteUInt16BigEndian(room[Header..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(room[(Header + 2)..], (ushort)encoded.Attributes.Length);
        encoded.Attributes.CopyTo(room[FixedPart..]);
        return WritePrefixes(room, FixedPart + encoded.Attributes.Length, 0, ref prefixIds, pathId);
    }

    private int AnnounceMp(Span<byte> room, ref ReadOnlySpan<int> prefixIds, ExportEncoder encoded, uint pathId)
    {
        int value = FixedPart + 4;
        WriteFamily(room[value..]);
        room[value + 3] = (byte)encoded.NextHop.Length;
        encoded.NextHop.CopyTo(room[(value + 4)..]);
        room[value + 4 + encoded.NextHop.Length] = 0;
        int at = WritePrefixes(room, value + 5 + encoded.NextHop.Length, encoded.Attributes.Length, ref prefixIds, pathId);
        WriteLongHead(room[FixedPart..], AttributeType.MpReachNlri, at - value);
        encoded.Attributes.CopyTo(room[at..]);
        at += encoded.Attributes.Length;
        BinaryPrimitives.WriteUInt16BigEndian(room[Header..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(room[(Header + 2)..], (ushort)(at - FixedPart));
        return at;
    }

    private int WritePrefixes(Span<byte> room, int at, int reserve, ref ReadOnlySpan<int> prefixIds, uint pathId)
    {
        if (pathId != 0)
        {
            return WritePaths(room, at, reserve, ref prefixIds, pathId);
        }

        int limit = room.Length - reserve - Slack;
        int count = 0;
        if (rib.Family == Family.IPv4)
        {
            while (count < prefixIds.Length)
            {
                ulong packed = rib.PackedV4(prefixIds[count]);
                int octets = ((byte)packed + 7) >> 3;
                if (at + 1 + octets > limit)
                {
                    break;
                }

                room[at] = (byte)packed;
                BinaryPrimitives.WriteUInt32BigEndian(room[(at + 1)..], (uint)(packed >> 8)); // a whole word; the next prefix overwrites the rest
                at += 1 + octets;
                count++;
            }
        }
        else
        {
            for (; count < prefixIds.Length; count++)
            {
                Prefix prefix = rib.PrefixOf(prefixIds[count]);
                if (at + NlriWriter.Octets(prefix.Length) > limit)
                {
                    break;
                }

                at += NlriWriter.Write(room[at..], prefix);
            }
        }

        prefixIds = prefixIds[count..];
        return at;
    }

    private int WritePaths(Span<byte> room, int at, int reserve, ref ReadOnlySpan<int> prefixIds, uint pathId)
    {
        int limit = room.Length - reserve - Slack;
        int count = 0;
        for (; count < prefixIds.Length; count++)
        {
            Prefix prefix = rib.PrefixOf(prefixIds[count]);
            if (at + 4 + NlriWriter.Octets(prefix.Length) > limit)
            {
                break;
            }

            at += NlriWriter.Write(room[at..], prefix, pathId);
        }

        prefixIds = prefixIds[count..];
        return at;
    }

    // Room for one message and the slack behind it.
    private Span<byte> Begin(int overhead)
    {
        int least = Math.Min(maxMessageLength, Math.Max(GoodRoom, overhead + NlriWriter.MaxOctets));
        Span<byte> free = log.Reserve(least);
        Span<byte> room = free[..(Math.Min(maxMessageLength, log.Tail.Room) + Slack)];
        MessageFraming.Marker.CopyTo(room);
        return room;
    }

    private void End(Span<byte> room, int length, Audience audience, ushort source, MessageType type = MessageType.Update)
    {
        BinaryPrimitives.WriteUInt16BigEndian(room[16..], (ushort)length);
        room[18] = (byte)type;
        log.Append(length, audience, source);
    }

    private void WriteFamily(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, rib.Family.Afi());
        destination[2] = 1;
    }

    private static void WriteLongHead(Span<byte> destination, AttributeType type, int length)
    {
        destination[0] = (byte)(AttributeFlags.Optional | AttributeFlags.ExtendedLength);
        destination[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)length);
    }

    private static int OverheadOf(ExportEncoder encoded) =>
        FixedPart + encoded.Attributes.Length + (encoded.Multiprotocol ? 9 + encoded.NextHop.Length : 0);
}
