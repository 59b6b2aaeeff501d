using System.Buffers;
using System.Buffers.Binary;

namespace BgpNode.Protocol.Wire;

/// <summary>
/// Writes fields in network order, one call per field. The room is known before (every message and attribute has a greatest
/// length), so running off the end is a bug of ours and throws.
/// </summary>
public ref struct WireWriter
{
    private const int LengthOffset = 16;

    private readonly IBufferWriter<byte>? _output;
    private readonly Span<byte> _room;
    private readonly bool _isMessage;
    private int _written;

    /// <summary>Over octets that the caller owns.</summary>
    public WireWriter(Span<byte> room) => _room = room;

    /// <summary>Over a buffer; <see cref="Complete"/> hands over what was written.</summary>
    /// <param name="output">Where the octets go.</param>
    /// <param name="room">The most that will be written, in octets.</param>
    public WireWriter(IBufferWriter<byte> output, int room)
    {
        _output = output;
        _room = output.GetSpan(room);
    }

    private WireWriter(IBufferWriter<byte> output, MessageType type, int room)
        : this(output, room)
    {
        _isMessage = true;
        Bytes(MessageFraming.Marker);
        U16(0); // patched by Complete
        U8((byte)type);
    }

    /// <summary>Octets written so far.</summary>
    public readonly int Written => _written;

    /// <summary>Starts a message with its header (RFC 4271 §4.1); <see cref="Complete"/> fills in the length.</summary>
    public static WireWriter Message(IBufferWriter<byte> output, MessageType type, int room = MessageFraming.MaxLength) =>
        new(output, type, room);

    public void U8(byte value) => _room[_written++] = value;

    public void U16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    public void Bytes(scoped ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>The next octets, for the caller to fill.</summary>
    public Span<byte> Take(int count)
    {
        Span<byte> field = _room.Slice(_written, count);
        _written += count;
        return field;
    }

    /// <summary>Leaves one octet for the length of what follows; close it with <see cref="EndLength8"/>.</summary>
    public int BeginLength8()
    {
        U8(0);
        return _written;
    }

    public readonly void EndLength8(int begin) => _room[begin - 1] = checked((byte)(_written - begin));

    /// <summary>Leaves two octets for the length of what follows; close them with <see cref="EndLength16"/>.</summary>
    public int BeginLength16()
    {
        U16(0);
        return _written;
    }

    public readonly void EndLength16(int begin) =>
        BinaryPrimitives.WriteUInt16BigEndian(_room[(begin - 2)..], checked((ushort)(_written - begin)));

    /// <summary>Fills in a message's length, hands the octets over and returns how many.</summary>
    public readonly int Complete()
    {
        if (_isMessage)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_room[LengthOffset..], checked((ushort)_written));
        }

        _output?.Advance(_written);
        return _written;
    }
}
