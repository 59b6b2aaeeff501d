using System.Collections.Immutable;

namespace BgpNode.Protocol.Wire;

/// <summary>A capability without a type here, kept for display; it is ignored otherwise (RFC 5492 §3).</summary>
public sealed record UnknownCapability(byte Code, ImmutableArray<byte> Value) : Capability(Code)
{
    public bool Equals(UnknownCapability? other) => base.Equals(other) && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Value.Length);

    private protected override void WriteValue(ref WireWriter writer) => writer.Bytes(Value.AsSpan());
}
