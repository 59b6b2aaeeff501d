using System.Globalization;

namespace BgpNode.Net;

/// <summary>An autonomous system number, 4 octets (RFC 6793).</summary>
public readonly record struct AsNumber(uint Value) : IComparable<AsNumber>
{
    /// <summary>Stands for a number that needs four octets in a field of two (RFC 6793 §9).</summary>
    public static readonly AsNumber Trans = new(23456);

    /// <summary>Whether it fits a field of two octets.</summary>
    public bool FitsTwoOctets => Value <= ushort.MaxValue;

    /// <summary>64512 to 65534 and 4200000000 to 4294967294 (RFC 6996 §5).</summary>
    public bool IsPrivate => Value is (>= 64512 and <= 65534) or (>= 4200000000 and <= 4294967294);

    /// <summary>Strict: asplain (<c>65536</c>) or asdot (<c>1.0</c>) of RFC 5396; 0 is refused (RFC 7607).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AsNumber number)
    {
        number = default;
        int dot = text.IndexOf('.');
        if (dot < 0)
        {
            bool ok = uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint plain) && plain != 0;
            number = new AsNumber(ok ? plain : 0);
            return ok;
        }

        if (!ushort.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out ushort high)
            || !ushort.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort low)
            || (high == 0 && low == 0))
        {
            return false;
        }

        number = new AsNumber(((uint)high << 16) | low);
        return true;
    }

    public int CompareTo(AsNumber other) => Value.CompareTo(other.Value);

    public static bool operator <(AsNumber left, AsNumber right) => left.Value < right.Value;

    public static bool operator >(AsNumber left, AsNumber right) => left.Value > right.Value;

    public static bool operator <=(AsNumber left, AsNumber right) => left.Value <= right.Value;

    public static bool operator >=(AsNumber left, AsNumber right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
