using System.Buffers.Binary;

namespace BgpNode.Protocol.Wire;

/// <summary>
/// Reads fields in network order, one call per field. Running off the end is remembered and reads as zeros, never thrown:
/// read all fields first, then ask <see cref="Overrun"/> or <see cref="ReadExactly"/> once.
/// </summary>
public ref struct WireReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    /// <summary>Whether a field was asked for that is not all there.</summary>
    public bool Overrun { get; private set; }

    /// <summary>Octets not read yet; 0 after an overrun.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Whether every octet was read and none was missing.</summary>
    public readonly bool ReadExactly => !Overrun && _rest.IsEmpty;

    public byte U8()
    {
        ReadOnlySpan<byte> field = Bytes(1);
        return field.IsEmpty ? (byte)0 : field[0];
    }

    public ushort U16()
    {
        ReadOnlySpan<byte> field = Bytes(2);
        return field.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(field);
    }

    public uint U32()
    {
        ReadOnlySpan<byte> field = Bytes(4);
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(field);
    }

    public ulong U64()
    {
        ReadOnlySpan<byte> field = Bytes(8);
        return field.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(field);
    }

    /// <summary>The next octets, or none when fewer are left.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            Overrun = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> field = _rest[..count];
        _rest = _rest[count..];
        return field;
    }

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Bytes(_rest.Length);
}
