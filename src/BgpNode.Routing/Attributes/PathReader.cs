using System.Buffers.Binary;

namespace BgpNode.Routing.Attributes;

/// <summary>Walks the segments of a judged AS_PATH with four octets an AS (RFC 4271 §4.3 b, RFC 6793 §3).</summary>
internal ref struct PathReader(ReadOnlySpan<byte> path)
{
    private const byte Set = 1;
    private const byte Sequence = 2;

    private ReadOnlySpan<byte> _rest = path;
    private ReadOnlySpan<byte> _segment;
    private byte _type;

    /// <summary>AS numbers of this segment.</summary>
    public readonly int Count => _segment.Length / 4;

    public readonly bool IsSequence => _type == Sequence;

    public readonly bool IsSet => _type == Set;

    public readonly uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(_segment[(index * 4)..]);

    public bool Read()
    {
        if (_rest.Length < 2)
        {
            return false;
        }

        _type = _rest[0];
        int length = _rest[1] * 4;
        _segment = _rest.Slice(2, length);
        _rest = _rest[(2 + length)..];
        return true;
    }
}
