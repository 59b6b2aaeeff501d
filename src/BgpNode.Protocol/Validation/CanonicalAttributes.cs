using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>The canonical wire form of an attribute set; see <see cref="PathAttributes"/> for what that is.</summary>
public static class CanonicalAttributes
{
    private const AttributeFlags ClassMask = AttributeFlags.Optional | AttributeFlags.Transitive;

    /// <summary>
    /// Puts the next hop of MP_REACH_NLRI into a canonical set, so that its octets identify all that the routes share: as
    /// NEXT_HOP for IPv4 routes over IPv4, else as an MP_REACH_NLRI without NLRI. A next hop that is there already is replaced.
    /// </summary>
    /// <param name="canonical">What <see cref="AttributeValidator.Judge"/> gave.</param>
    /// <param name="family">The family of the routes.</param>
    /// <param name="nextHop">Their next hop.</param>
    /// <param name="linkLocal">Its link-local companion, if there is one.</param>
    /// <param name="output">Takes the set.</param>
    public static void WithNextHop(
        ReadOnlySpan<byte> canonical, Family family, Address nextHop, Address? linkLocal, IBufferWriter<byte> output)
    {
        bool plain = family == Family.IPv4 && nextHop.Family == Family.IPv4;
        AttributeType place = plain ? AttributeType.NextHop : AttributeType.MpReachNlri;
        var writer = new WireWriter(output, canonical.Length + AttributeWriter.MaxHeadLength + MpReach.MaxHeadLength);

        bool placed = false;
        var reader = new AttributeReader(canonical);
        while (reader.Next())
        {
            if (!placed && reader.Type > place)
            {
                WriteNextHop(ref writer, plain, family, nextHop, linkLocal);
                placed = true;
            }

            if (reader.Type is not (AttributeType.NextHop or AttributeType.MpReachNlri))
            {
                writer.Bytes(reader.Whole);
            }
        }

        if (!placed)
        {
            WriteNextHop(ref writer, plain, family, nextHop, linkLocal);
        }

        writer.Complete();
    }

    /// <summary>Writes judged attributes in the order of their types, with the shortest length field and AS numbers of four octets.</summary>
    /// <param name="attributes">As they came.</param>
    /// <param name="begins">Where each type that is kept begins, -1 for none.</param>
    /// <param name="rules">The session's rules.</param>
    /// <param name="output">Takes the set.</param>
    internal static void Write(ReadOnlySpan<byte> attributes, ReadOnlySpan<int> begins, AttributeRules rules, IBufferWriter<byte> output)
    {
        // Two octets become four, and one of length may become two.
        var writer = new WireWriter(output, (2 * attributes.Length) + AttributeWriter.MaxHeadLength);
        As4Merge? merge = rules.FourOctetAs ? null : As4Merge.Of(attributes, begins);
        for (int type = AttributeValidator.NextPresent(begins, 0); type >= 0; type = AttributeValidator.NextPresent(begins, type + 1))
        {
            var attribute = new AttributeReader(attributes[begins[type]..]);
            attribute.Next();
            switch (attribute.Type)
            {
                case AttributeType.AsPath when merge is not null:
                    AttributeWriter.WriteHead(ref writer, Flags(attribute), attribute.Type, merge.AsPath.Octets(fourOctetAs: true));
                    merge.AsPath.Write(ref writer, fourOctetAs: true);
                    break;
                case AttributeType.Aggregator when merge?.Aggregator is { } aggregator:
                    AttributeWriter.WriteHead(ref writer, Flags(attribute), attribute.Type, 8);
                    writer.U32(aggregator.As.Value);
                    writer.U32(aggregator.Speaker.Value);
                    break;
                case AttributeType.As4Path or AttributeType.As4Aggregator:
                    break; // merged into the two above
                default:
                    AttributeWriter.Write(ref writer, Flags(attribute), attribute.Type, attribute.Value);
                    break;
            }
        }

        writer.Complete();
    }

    /// <summary>Whether an attribute by itself, with AS numbers of four octets, is written as <see cref="Write"/> would write it.</summary>
    internal static bool Is(in AttributeReader attribute) =>
        attribute.Flags == (Flags(attribute) | (attribute.Value.Length > byte.MaxValue ? AttributeFlags.ExtendedLength : 0));

    // Known attributes have the flags of their class and keep Partial; unknown ones get Partial (RFC 4271 §5).
    private static AttributeFlags Flags(in AttributeReader attribute)
    {
        AttributeFlags kept = attribute.Flags & (ClassMask | AttributeFlags.Partial);
        bool used = attribute.Type.Class() is not null && !IsPassenger(attribute.Type);
        return used ? kept : kept | AttributeFlags.Partial;
    }

    private static bool IsPassenger(AttributeType type) =>
        type is AttributeType.PmsiTunnel or AttributeType.TunnelEncapsulation or AttributeType.IPv6ExtendedCommunities;

    private static void WriteNextHop(ref WireWriter writer, bool plain, Family family, Address nextHop, Address? linkLocal)
    {
        if (plain)
        {
            AttributeWriter.WriteHead(ref writer, AttributeFlags.Transitive, AttributeType.NextHop, 4);
            writer.U32((uint)nextHop.Bits);
            return;
        }

        int octets = linkLocal is { } second && second != nextHop ? 32 : nextHop.Family.AddressBytes();
        AttributeWriter.WriteHead(ref writer, AttributeFlags.Optional, AttributeType.MpReachNlri, 5 + octets);
        MpReach.WriteHead(ref writer, family, nextHop, linkLocal);
    }
}
