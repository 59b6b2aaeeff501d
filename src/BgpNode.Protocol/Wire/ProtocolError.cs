namespace BgpNode.Protocol.Wire;

/// <summary>
/// An error that ends a session and already knows its NOTIFICATION (RFC 4271 §4.5): a value, because a peer's bytes never throw.
/// </summary>
/// <param name="Code">Error code.</param>
/// <param name="Subcode">Error subcode, 0 when the code has none.</param>
/// <param name="Data">The data field, empty when the code asks for none.</param>
public readonly partial record struct ProtocolError(NotificationCode Code, byte Subcode, ReadOnlyMemory<byte> Data = default)
{
    public bool Equals(ProtocolError other) =>
        Code == other.Code && Subcode == other.Subcode && Data.Span.SequenceEqual(other.Data.Span);

    public override int GetHashCode() => HashCode.Combine(Code, Subcode, Data.Length);
}
