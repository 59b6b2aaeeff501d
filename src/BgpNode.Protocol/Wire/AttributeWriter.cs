namespace BgpNode.Protocol.Wire;

/// <summary>Writes path attributes with the shortest length field that holds them, RFC 4271 §4.3.</summary>
public static class AttributeWriter
{
    /// <summary>Flags, type and two octets of length.</summary>
    public const int MaxHeadLength = 4;

    /// <summary>Octets of an attribute with a value of this length.</summary>
    public static int Octets(int valueLength) => (valueLength > byte.MaxValue ? 4 : 3) + valueLength;

    /// <summary>Writes flags, type and length; the value follows.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="flags">Extended Length is set or cleared here.</param>
    /// <param name="type">The attribute.</param>
    /// <param name="valueLength">0 to 65,535 octets.</param>
    public static void WriteHead(ref WireWriter writer, AttributeFlags flags, AttributeType type, int valueLength)
    {
        bool extended = valueLength > byte.MaxValue;
        writer.U8((byte)(extended ? flags | AttributeFlags.ExtendedLength : flags & ~AttributeFlags.ExtendedLength));
        writer.U8((byte)type);
        if (extended)
        {
            writer.U16(checked((ushort)valueLength));
        }
        else
        {
            writer.U8((byte)valueLength);
        }
    }

    public static void Write(ref WireWriter writer, AttributeFlags flags, AttributeType type, scoped ReadOnlySpan<byte> value)
    {
        WriteHead(ref writer, flags, type, value.Length);
        writer.Bytes(value);
    }
}
