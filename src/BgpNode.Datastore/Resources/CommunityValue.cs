using System.Globalization;

namespace BgpNode.Datastore.Resources;

/// <summary>A standard community <c>aa:nn</c> (RFC 1997) or a large one <c>aa:nn:mm</c> (RFC 8092).</summary>
/// <param name="IsLarge">Three numbers of 32 bits instead of two of 16.</param>
/// <param name="First">The AS, or the global administrator.</param>
/// <param name="Second">The first local part.</param>
/// <param name="Third">The second local part; 0 when standard.</param>
public readonly record struct CommunityValue(bool IsLarge, uint First, uint Second, uint Third)
{
    /// <summary>Strict: decimal without signs or leading zeros, each number within its range.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CommunityValue value)
    {
        Span<Range> parts = stackalloc Range[4];
        int count = text.Split(parts, ':');
        uint third = 0;
        bool ok = count is 2 or 3 & TryPart(text[parts[0]], count, out uint first) & TryPart(count > 1 ? text[parts[1]] : "", count, out uint second)
            && (count == 2 || TryPart(text[parts[2]], count, out third));
        value = ok ? new CommunityValue(count == 3, first, second, third) : default;
        return ok;
    }

    private static bool TryPart(ReadOnlySpan<char> text, int count, out uint part) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out part)
        && (text.Length == 1 || text[0] != '0')
        && (count == 3 || part <= ushort.MaxValue);

    public override string ToString() => IsLarge ? $"{First}:{Second}:{Third}" : $"{First}:{Second}";
}
