using System.Collections.Immutable;

namespace BgpNode.Protocol.Wire;

/// <summary>Families whose next hop may be of another family, RFC 8950 §4.</summary>
public sealed record ExtendedNextHopCapability(ImmutableArray<ExtendedNextHop> Families)
    : Capability((byte)CapabilityCode.ExtendedNextHop)
{
    public bool Equals(ExtendedNextHopCapability? other) => other is not null && Families.AsSpan().SequenceEqual(other.Families.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Families.Length);

    /*  one or more of
        NLRI AFI        2 octets
        NLRI SAFI       2 octets
        Nexthop AFI     2 octets   */
    internal static ExtendedNextHopCapability Read(ref WireReader reader)
    {
        ImmutableArray<ExtendedNextHop>.Builder families = ImmutableArray.CreateBuilder<ExtendedNextHop>();
        while (reader.Remaining > 0)
        {
            families.Add(new(reader.U16(), reader.U16(), reader.U16()));
        }

        return new(families.ToImmutable());
    }

    private protected override void WriteValue(ref WireWriter writer)
    {
        foreach (ExtendedNextHop family in Families)
        {
            writer.U16(family.Afi);
            writer.U16(family.Safi);
            writer.U16(family.NextHopAfi);
        }
    }
}
