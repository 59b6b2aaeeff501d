using System.Collections.Immutable;

namespace BgpNode.Protocol.Wire;

/// <summary>How the speaker restarts, RFC 4724 §3 and RFC 8538 §2.</summary>
/// <param name="Flags">The upper four bits of the first octet: 8 is R, 4 is N.</param>
/// <param name="RestartTime">Seconds until the session should be back, 0 to 4095.</param>
/// <param name="Families">Families whose routes survive; empty means that only End-of-RIB is supported.</param>
public sealed record GracefulRestartCapability(byte Flags, ushort RestartTime, ImmutableArray<GracefulRestartFamily> Families)
    : Capability((byte)CapabilityCode.GracefulRestart)
{
    public const byte RestartingFlag = 8;
    public const byte NotificationFlag = 4;
    public const ushort MaxRestartTime = 4095;

    /// <summary>R: the speaker has restarted; do not wait for its End-of-RIB before sending routes to it.</summary>
    public bool Restarting => (Flags & RestartingFlag) != 0;

    /// <summary>N: a NOTIFICATION does not end graceful restart, a Hard Reset does (RFC 8538 §2).</summary>
    public bool Notification => (Flags & NotificationFlag) != 0;

    public bool Equals(GracefulRestartCapability? other) =>
        other is not null && Flags == other.Flags && RestartTime == other.RestartTime && Families.AsSpan().SequenceEqual(other.Families.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Flags, RestartTime, Families.Length);

    /*  Restart Flags     4 bits
        Restart Time     12 bits
        and any number of
        AFI               2 octets
        SAFI              1 octet
        Flags             1 octet    */
    internal static GracefulRestartCapability Read(ref WireReader reader)
    {
        ushort head = reader.U16();
        ImmutableArray<GracefulRestartFamily>.Builder families = ImmutableArray.CreateBuilder<GracefulRestartFamily>();
        while (reader.Remaining > 0)
        {
            families.Add(new(reader.U16(), reader.U8(), reader.U8()));
        }

        return new((byte)(head >> 12), (ushort)(head & MaxRestartTime), families.ToImmutable());
    }

    private protected override void WriteValue(ref WireWriter writer)
    {
        writer.U16((ushort)((Flags << 12) | (RestartTime & MaxRestartTime)));
        foreach (GracefulRestartFamily family in Families)
        {
            writer.U16(family.Afi);
            writer.U8(family.Safi);
            writer.U8(family.Flags);
        }
    }
}
