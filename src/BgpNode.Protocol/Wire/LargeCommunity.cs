using System.Globalization;

namespace BgpNode.Protocol.Wire;

/// <summary>A large community, RFC 8092 §3: three numbers of four octets.</summary>
public readonly record struct LargeCommunity(uint GlobalAdministrator, uint LocalData1, uint LocalData2) : IComparable<LargeCommunity>
{
    /// <summary>Strict: <c>65001:1:2</c>, decimal without leading zeros (RFC 8092 §5).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LargeCommunity community)
    {
        Span<Range> parts = stackalloc Range[4];
        uint first = 0, second = 0, third = 0;
        bool ok = text.Split(parts, ':') == 3
            && TryParsePart(text[parts[0]], out first) && TryParsePart(text[parts[1]], out second) && TryParsePart(text[parts[2]], out third);
        community = ok ? new(first, second, third) : default;
        return ok;
    }

    public static LargeCommunity Parse(string text) => TryParse(text, out LargeCommunity community)
        ? community
        : throw new FormatException($"'{text}' is not a large community; write it as 65001:1:2.");

    public int CompareTo(LargeCommunity other) =>
        (GlobalAdministrator, LocalData1, LocalData2).CompareTo((other.GlobalAdministrator, other.LocalData1, other.LocalData2));

    public static bool operator <(LargeCommunity left, LargeCommunity right) => left.CompareTo(right) < 0;

    public static bool operator >(LargeCommunity left, LargeCommunity right) => left.CompareTo(right) > 0;

    public static bool operator <=(LargeCommunity left, LargeCommunity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LargeCommunity left, LargeCommunity right) => left.CompareTo(right) >= 0;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{GlobalAdministrator}:{LocalData1}:{LocalData2}");

    private static bool TryParsePart(ReadOnlySpan<char> text, out uint part) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out part) && (text.Length == 1 || text[0] != '0');
}
