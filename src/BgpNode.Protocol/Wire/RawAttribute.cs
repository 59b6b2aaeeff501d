using System.Collections.Immutable;

namespace BgpNode.Protocol.Wire;

/// <summary>An optional transitive attribute that is passed along as it came (RFC 4271 §5).</summary>
/// <param name="Flags">Without Extended Length, which follows from the value.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its value.</param>
public readonly record struct RawAttribute(AttributeFlags Flags, AttributeType Type, ImmutableArray<byte> Value)
{
    public bool Equals(RawAttribute other) =>
        Flags == other.Flags && Type == other.Type && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Flags, Type, Value.Length);
}
