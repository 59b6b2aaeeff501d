using System.Globalization;

namespace BgpNode.Protocol.Wire;

/// <summary>A community of RFC 1997: AS number and value, two octets each, or a well-known name.</summary>
public readonly record struct Community(uint Value) : IComparable<Community>
{
    /// <summary>RFC 8326 §3: the route is about to go; prefer any other.</summary>
    public static readonly Community GracefulShutdown = new(0xffff_0000);

    /// <summary>RFC 9494 §4.2: the route is stale and is kept as a last resort.</summary>
    public static readonly Community LlgrStale = new(0xffff_0006);

    /// <summary>RFC 9494 §4.2: do not keep the route when it gets stale.</summary>
    public static readonly Community NoLlgr = new(0xffff_0007);

    /// <summary>RFC 7999 §2: drop what is sent there.</summary>
    public static readonly Community Blackhole = new(0xffff_029a);

    /// <summary>RFC 1997: not beyond this AS (or confederation).</summary>
    public static readonly Community NoExport = new(0xffff_ff01);

    /// <summary>RFC 1997: to nobody.</summary>
    public static readonly Community NoAdvertise = new(0xffff_ff02);

    /// <summary>RFC 1997: not to external peers, confederation or not.</summary>
    public static readonly Community NoExportSubconfed = new(0xffff_ff03);

    /// <summary>RFC 3765 §2: not to bilateral peers.</summary>
    public static readonly Community NoPeer = new(0xffff_ff04);

    private static readonly (Community Community, string Name)[] Names =
    [
        (GracefulShutdown, "graceful-shutdown"),
        (LlgrStale, "llgr-stale"),
        (NoLlgr, "no-llgr"),
        (Blackhole, "blackhole"),
        (NoExport, "no-export"),
        (NoAdvertise, "no-advertise"),
        (NoExportSubconfed, "no-export-subconfed"),
        (NoPeer, "no-peer"),
    ];

    public Community(ushort asNumber, ushort value)
        : this(((uint)asNumber << 16) | value)
    {
    }

    /// <summary>Strict: <c>65001:100</c>, both 0 to 65535, or a name as <see cref="ToString"/> gives it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Community community)
    {
        foreach ((Community known, string name) in Names)
        {
            if (text.SequenceEqual(name))
            {
                community = known;
                return true;
            }
        }

        int colon = text.IndexOf(':');
        ushort value = 0;
        bool ok = colon > 0 & ushort.TryParse(text[..Math.Max(colon, 0)], NumberStyles.None, CultureInfo.InvariantCulture, out ushort asNumber)
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out value);
        community = ok ? new(asNumber, value) : default;
        return ok;
    }

    public static Community Parse(string text) => TryParse(text, out Community community)
        ? community
        : throw new FormatException($"'{text}' is not a community; write it as 65001:100 or by a well-known name such as no-export.");

    public int CompareTo(Community other) => Value.CompareTo(other.Value);

    public static bool operator <(Community left, Community right) => left.Value < right.Value;

    public static bool operator >(Community left, Community right) => left.Value > right.Value;

    public static bool operator <=(Community left, Community right) => left.Value <= right.Value;

    public static bool operator >=(Community left, Community right) => left.Value >= right.Value;

    public override string ToString()
    {
        foreach ((Community known, string name) in Names)
        {
            if (known == this)
            {
                return name;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Value >> 16}:{Value & 0xffff}");
    }
}
