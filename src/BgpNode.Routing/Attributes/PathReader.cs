using System.Buffers.Binary;

namespace BgpNode.Routing.Attributes;

/// <summary>Walks the segments of a judged AS_PATH with four octets an AS (RFC 4271 §4.3 b, RFC 6793 §3).</summary>
internal ref struct PathReader(ReadOnlySpan<byte> path)
{
    private const byte Set = 1;
    private const byte Sequence = 2;

    private ReadOnlySpan<byte> _rest = path;
    private ReadOnlySpan<byte> _segment;

    public byte Type { get; private set; }

    /// <summary>The segment with its type and count.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>AS numbers of this segment.</summary>
    public readonly int Count => _segment.Length / 4;

    public readonly bool IsSequence => Type == Sequence;

    public readonly bool IsSet => Type == Set;

    /// <summary>AS_CONFED_SEQUENCE or AS_CONFED_SET (RFC 5065 §3).</summary>
    public readonly bool IsConfederation => Type > Sequence;

    public readonly uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(_segment[(index * 4)..]);

    public bool Read()
    {
        if (_rest.Length < 2)
        {
            return false;
        }

        Type = _rest[0];
        int length = _rest[1] * 4;
        Whole = _rest[..(2 + length)];
        _segment = Whole[2..];
        _rest = _rest[(2 + length)..];
        return true;
    }
}
