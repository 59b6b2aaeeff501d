using System.Collections.Immutable;

namespace BgpNode.Protocol.Wire;

/// <summary>Families whose NLRI may carry path identifiers, RFC 7911 §4.</summary>
public sealed record AddPathCapability(ImmutableArray<AddPathFamily> Families) : Capability((byte)CapabilityCode.AddPath)
{
    public bool Equals(AddPathCapability? other) => other is not null && Families.AsSpan().SequenceEqual(other.Families.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Families.Length);

    /*  one or more of
        AFI             2 octets
        SAFI            1 octet
        Send/Receive    1 octet    */
    internal static AddPathCapability Read(ref WireReader reader)
    {
        ImmutableArray<AddPathFamily>.Builder families = ImmutableArray.CreateBuilder<AddPathFamily>();
        while (reader.Remaining > 0)
        {
            families.Add(new(reader.U16(), reader.U8(), (AddPathMode)reader.U8()));
        }

        return new(families.ToImmutable());
    }

    private protected override void WriteValue(ref WireWriter writer)
    {
        foreach (AddPathFamily family in Families)
        {
            writer.U16(family.Afi);
            writer.U8(family.Safi);
            writer.U8((byte)family.Mode);
        }
    }
}
