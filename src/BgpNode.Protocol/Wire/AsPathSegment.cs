using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>1 to 255 AS numbers of an AS_PATH.</summary>
public readonly record struct AsPathSegment(AsPathSegmentType Type, ImmutableArray<AsNumber> Numbers)
{
    /// <summary>The count is one octet.</summary>
    public const int MaxNumbers = 255;

    public bool IsConfederation => Type is AsPathSegmentType.ConfederationSequence or AsPathSegmentType.ConfederationSet;

    /// <summary>What it adds to the path's length: a set counts as one (RFC 4271 §9.1.2.2), a confederation not at all (RFC 5065 §5.3).</summary>
    public int Length => Type switch
    {
        AsPathSegmentType.Sequence => Numbers.Length,
        AsPathSegmentType.Set => 1,
        _ => 0,
    };

    public bool Equals(AsPathSegment other) => Type == other.Type && Numbers.AsSpan().SequenceEqual(other.Numbers.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Type, Numbers.Length, Numbers.Length > 0 ? Numbers[0] : default);

    /// <summary><c>65001 65002</c>, a set <c>{1,2}</c>, a confederation <c>(65001 65002)</c> or <c>[1,2]</c>.</summary>
    public override string ToString() => Type switch
    {
        AsPathSegmentType.Sequence => string.Join(' ', Numbers),
        AsPathSegmentType.Set => $"{{{string.Join(',', Numbers)}}}",
        AsPathSegmentType.ConfederationSequence => $"({string.Join(' ', Numbers)})",
        _ => $"[{string.Join(',', Numbers)}]",
    };
}
