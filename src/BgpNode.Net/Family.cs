namespace BgpNode.Net;

/// <summary>The two address families we route, both with SAFI unicast (RFC 4760 §5).</summary>
public enum Family : byte
{
    /// <summary>AFI 1, SAFI 1.</summary>
    IPv4 = 0,

    /// <summary>AFI 2, SAFI 1.</summary>
    IPv6 = 1,
}

public static class FamilyExtensions
{
    /// <summary>Every family, in the order in which tables are shown and sent.</summary>
    public static ReadOnlySpan<Family> All => [Family.IPv4, Family.IPv6];

    /// <summary>Bits of an address: 32 or 128.</summary>
    public static int AddressBits(this Family family) => family == Family.IPv4 ? 32 : 128;

    /// <summary>Octets of an address: 4 or 16.</summary>
    public static int AddressBytes(this Family family) => family == Family.IPv4 ? 4 : 16;

    /// <summary>The Address Family Identifier of IANA's registry: 1 or 2.</summary>
    public static ushort Afi(this Family family) => family == Family.IPv4 ? (ushort)1 : (ushort)2;

    /// <summary>The name that resources, metrics and the command line use: <c>ipv4</c> or <c>ipv6</c>.</summary>
    public static string Name(this Family family) => family == Family.IPv4 ? "ipv4" : "ipv6";

    /// <summary>The family of an AFI and SAFI, or null when we do not route it.</summary>
    public static Family? FromAfiSafi(ushort afi, byte safi) => (afi, safi) switch
    {
        (1, 1) => Family.IPv4,
        (2, 1) => Family.IPv6,
        _ => null,
    };
}
