using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>The value of MP_UNREACH_NLRI, RFC 4760 §4, as spans of the message. The NLRI is not judged here.</summary>
public readonly ref struct MpUnreach
{
    private MpUnreach(ushort afi, byte safi, ReadOnlySpan<byte> nlri)
    {
        Afi = afi;
        Safi = safi;
        Nlri = nlri;
    }

    public ushort Afi { get; }

    public byte Safi { get; }

    /// <summary>Prefixes that are gone; none at all is the family's End-of-RIB (RFC 4724 §2).</summary>
    public ReadOnlySpan<byte> Nlri { get; }

    /// <summary>The family, or null when we do not route it.</summary>
    public Family? Family => FamilyExtensions.FromAfiSafi(Afi, Safi);

    /*  AFI                 2 octets
        SAFI                1 octet
        Withdrawn Routes    the rest   */
    /// <returns>False when the value is shorter than three octets.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out MpUnreach unreach)
    {
        var reader = new WireReader(value);
        ushort afi = reader.U16();
        byte safi = reader.U8();
        ReadOnlySpan<byte> nlri = reader.Rest();

        unreach = reader.Overrun ? default : new MpUnreach(afi, safi, nlri);
        return !reader.Overrun;
    }
}
