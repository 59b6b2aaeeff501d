using System.Buffers.Binary;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Attributes;

/// <summary>Walks attributes that were judged already: no check is left to make, so none is made.</summary>
internal ref struct CanonicalReader(ReadOnlySpan<byte> canonical)
{
    /*  Attribute Flags    1 octet     0x10: the length has two octets (RFC 4271 §4.3)
        Attribute Type     1 octet
        Length             1 or 2 octets
        Value              Length octets                                              */
    private ReadOnlySpan<byte> _rest = canonical;

    public byte Flags { get; private set; }

    public AttributeType Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The attribute with its header.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Flags = _rest[0];
        Type = (AttributeType)_rest[1];
        bool isLong = (Flags & 0x10) != 0;
        int header = isLong ? 4 : 3;
        int length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) : _rest[2];
        Whole = _rest[..(header + length)];
        Value = Whole[header..];
        _rest = _rest[(header + length)..];
        return true;
    }
}
