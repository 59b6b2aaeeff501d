using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>A set of address families, one bit each.</summary>
public readonly record struct FamilySet(byte Bits)
{
    public static readonly FamilySet None = new(0);
    public static readonly FamilySet IPv4 = new(1);
    public static readonly FamilySet IPv6 = new(2);
    public static readonly FamilySet Both = new(3);

    public bool Has(Family family) => (Bits & (1 << (int)family)) != 0;

    public FamilySet With(Family family) => new((byte)(Bits | (1 << (int)family)));

    public FamilySet Without(Family family) => new((byte)(Bits & ~(1 << (int)family)));

    public static FamilySet operator &(FamilySet left, FamilySet right) => new((byte)(left.Bits & right.Bits));

    public static FamilySet BitwiseAnd(FamilySet left, FamilySet right) => left & right;

    public override string ToString() => (Has(Family.IPv4), Has(Family.IPv6)) switch
    {
        (true, true) => "ipv4 ipv6",
        (true, false) => "ipv4",
        (false, true) => "ipv6",
        _ => "none",
    };
}
