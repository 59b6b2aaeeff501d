using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>The speaker wants routes of a family, RFC 4760 §8.</summary>
public sealed record MultiprotocolCapability(ushort Afi, byte Safi) : Capability((byte)CapabilityCode.Multiprotocol)
{
    public MultiprotocolCapability(Family family)
        : this(family.Afi(), 1)
    {
    }

    /// <summary>The family, or null when we do not route it.</summary>
    public Family? Family => FamilyExtensions.FromAfiSafi(Afi, Safi);

    /*  AFI         2 octets
        Reserved    1 octet
        SAFI        1 octet    */
    internal static MultiprotocolCapability Read(ref WireReader reader)
    {
        ushort afi = reader.U16();
        reader.U8();
        return new(afi, reader.U8());
    }

    private protected override void WriteValue(ref WireWriter writer)
    {
        writer.U16(Afi);
        writer.U8(0);
        writer.U8(Safi);
    }
}
