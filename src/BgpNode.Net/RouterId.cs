namespace BgpNode.Net;

/// <summary>A BGP Identifier: four octets, not zero, unique within an AS (RFC 6286 §2.1). Shown as an IPv4 address.</summary>
public readonly record struct RouterId(uint Value) : IComparable<RouterId>
{
    /// <summary>Four decimal octets; 0.0.0.0 is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RouterId id)
    {
        bool ok = Address.TryParse(text, out Address address) && address.Family == Family.IPv4 && !address.IsUnspecified;
        id = ok ? new RouterId((uint)address.Bits) : default;
        return ok;
    }

    public int CompareTo(RouterId other) => Value.CompareTo(other.Value);

    public static bool operator <(RouterId left, RouterId right) => left.Value < right.Value;

    public static bool operator >(RouterId left, RouterId right) => left.Value > right.Value;

    public static bool operator <=(RouterId left, RouterId right) => left.Value <= right.Value;

    public static bool operator >=(RouterId left, RouterId right) => left.Value >= right.Value;

    public override string ToString() => Address.V4(Value).ToString();
}
