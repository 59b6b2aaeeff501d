using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>The value of MP_REACH_NLRI, RFC 4760 §3, as spans of the message. Next hop and NLRI are not judged here.</summary>
public readonly ref struct MpReach
{
    /// <summary>AFI, SAFI, length of the next hop, global and link-local address, reserved octet.</summary>
    public const int MaxHeadLength = 2 + 1 + 1 + 32 + 1;

    private MpReach(ushort afi, byte safi, ReadOnlySpan<byte> nextHop, ReadOnlySpan<byte> nlri)
    {
        Afi = afi;
        Safi = safi;
        NextHop = nextHop;
        Nlri = nlri;
    }

    public ushort Afi { get; }

    public byte Safi { get; }

    /// <summary>The next hop as it stands: 4, 16 or 32 octets once judged.</summary>
    public ReadOnlySpan<byte> NextHop { get; }

    public ReadOnlySpan<byte> Nlri { get; }

    /// <summary>The family of the NLRI, or null when we do not route it.</summary>
    public Family? Family => FamilyExtensions.FromAfiSafi(Afi, Safi);

    /*  AFI                       2 octets
        SAFI                      1 octet
        Length of Next Hop        1 octet
        Next Hop                  Length of Next Hop octets
        Reserved                  1 octet    ignored
        NLRI                      the rest                   */
    /// <returns>False when the parts do not fit the value.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out MpReach reach)
    {
        var reader = new WireReader(value);
        ushort afi = reader.U16();
        byte safi = reader.U8();
        ReadOnlySpan<byte> nextHop = reader.Bytes(reader.U8());
        reader.U8();
        ReadOnlySpan<byte> nlri = reader.Rest();

        reach = reader.Overrun ? default : new MpReach(afi, safi, nextHop, nlri);
        return !reader.Overrun;
    }

    /// <summary>Writes the value up to the NLRI: 4, 16 or 32 octets of next hop (RFC 2545 §3, RFC 8950 §3).</summary>
    /// <param name="writer">With room for <see cref="MaxHeadLength"/> octets.</param>
    /// <param name="family">Of the NLRI that follows.</param>
    /// <param name="nextHop">Global, or link-local when there is nothing else.</param>
    /// <param name="linkLocal">The second address of RFC 2545 §3; left out when it is the next hop itself.</param>
    public static void WriteHead(ref WireWriter writer, Family family, Address nextHop, Address? linkLocal)
    {
        writer.U16(family.Afi());
        writer.U8(1);
        int begin = writer.BeginLength8();
        nextHop.WriteTo(writer.Take(nextHop.Family.AddressBytes()));
        if (nextHop.Family == BgpNode.Net.Family.IPv6 && linkLocal is { } second && second != nextHop)
        {
            second.WriteTo(writer.Take(16));
        }

        writer.EndLength8(begin);
        writer.U8(0);
    }

    /// <summary>The addresses in the next hop field, for the lengths 4, 16 and 32; false for any other.</summary>
    /// <param name="field">The next hop as it stands.</param>
    /// <param name="nextHop">
    /// Global where there is one. Unnumbered peers send a link-local address alone, or twice, or after :: instead of a global one:
    /// all three give the link-local address.
    /// </param>
    /// <param name="linkLocal">The link-local address, if there is one.</param>
    public static bool TryReadNextHop(ReadOnlySpan<byte> field, out Address nextHop, out Address? linkLocal)
    {
        nextHop = default;
        linkLocal = null;
        switch (field.Length)
        {
            case 4:
                nextHop = Address.FromBytes(field);
                return true;
            case 16:
                nextHop = Address.FromBytes(field);
                linkLocal = nextHop.IsLinkLocal ? nextHop : null;
                return true;
            case 32:
                var first = Address.FromBytes(field[..16]);
                var second = Address.FromBytes(field[16..]);
                linkLocal = second.IsLinkLocal ? second : first.IsLinkLocal ? first : null;
                nextHop = linkLocal is { } only && (first.IsUnspecified || first.IsLinkLocal) ? only : first;
                return true;
            default:
                return false;
        }
    }
}
