using System.Buffers.Binary;

namespace BgpNode.Protocol.Wire;

/// <summary>Walks path attributes as they stand, RFC 4271 §4.3. Running off the end is remembered, never thrown.</summary>
public ref struct AttributeReader(ReadOnlySpan<byte> attributes)
{
    private readonly ReadOnlySpan<byte> _attributes = attributes;
    private int _position;

    public AttributeFlags Flags { get; private set; }

    public AttributeType Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The attribute with flags, type and length; NOTIFICATION data is made of it (RFC 4271 §6.3).</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Where the attribute begins.</summary>
    public readonly int Offset => _position - Whole.Length;

    /// <summary>An attribute's length goes past the end, or one to three octets are left over (RFC 7606 §4).</summary>
    public bool Overrun { get; private set; }

    /// <summary>Whether nothing follows the current attribute.</summary>
    public readonly bool AtEnd => _position == _attributes.Length;

    /*  Attribute Flags     1 octet
        Attribute Type      1 octet
        Attribute Length    1 octet, or 2 with the Extended Length flag
        Attribute Value     Attribute Length octets                       */
    /// <returns>False at the end and after an overrun.</returns>
    public bool Next()
    {
        ReadOnlySpan<byte> rest = _attributes[_position..];
        if (rest.IsEmpty)
        {
            return false;
        }

        bool extended = (rest[0] & (byte)AttributeFlags.ExtendedLength) != 0;
        int head = extended ? 4 : 3;
        if (rest.Length < head)
        {
            return Fail();
        }

        int length = extended ? BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) : rest[2];
        Flags = (AttributeFlags)rest[0];
        Type = (AttributeType)rest[1];
        if (rest.Length < head + length)
        {
            return Fail();
        }

        Whole = rest[..(head + length)];
        Value = rest.Slice(head, length);
        _position += head + length;
        return true;
    }

    private bool Fail()
    {
        Overrun = true;
        Whole = default;
        Value = default;
        _position = _attributes.Length;
        return false;
    }
}
