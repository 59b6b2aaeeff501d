using System.Collections.Immutable;

namespace BgpNode.Protocol.Wire;

/// <summary>How long stale routes may be kept as a last resort, RFC 9494 §3.1.</summary>
public sealed record LongLivedGracefulRestartCapability(ImmutableArray<LongLivedFamily> Families)
    : Capability((byte)CapabilityCode.LongLivedGracefulRestart)
{
    public const uint MaxStaleTime = 0xff_ffff;

    public bool Equals(LongLivedGracefulRestartCapability? other) =>
        other is not null && Families.AsSpan().SequenceEqual(other.Families.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Families.Length);

    /*  any number of
        AFI                       2 octets
        SAFI                      1 octet
        Flags                     1 octet
        Long-Lived Stale Time     3 octets   */
    internal static LongLivedGracefulRestartCapability Read(ref WireReader reader)
    {
        ImmutableArray<LongLivedFamily>.Builder families = ImmutableArray.CreateBuilder<LongLivedFamily>();
        while (reader.Remaining > 0)
        {
            families.Add(new(reader.U16(), reader.U8(), reader.U8(), ((uint)reader.U8() << 16) | reader.U16()));
        }

        return new(families.ToImmutable());
    }

    private protected override void WriteValue(ref WireWriter writer)
    {
        foreach (LongLivedFamily family in Families)
        {
            writer.U16(family.Afi);
            writer.U8(family.Safi);
            writer.U8(family.Flags);
            writer.U8((byte)(family.StaleTime >> 16));
            writer.U16((ushort)family.StaleTime);
        }
    }
}
