using System.Buffers;
using System.Buffers.Binary;

namespace BgpNode.Protocol.Wire;

/// <summary>Cuts single messages out of a stream and judges their headers, RFC 4271 §4.1 and §6.1.</summary>
public static class MessageFraming
{
    public const int HeaderLength = 19;

    /// <summary>The longest message without RFC 8654, and the longest OPEN and KEEPALIVE with it.</summary>
    public const int MaxLength = 4096;

    /// <summary>The longest message with RFC 8654.</summary>
    public const int MaxExtendedLength = 65535;

    /// <summary>16 octets of ones.</summary>
    public static ReadOnlySpan<byte> Marker =>
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    /// <summary>Cuts the first message off the buffer.</summary>
    /// <param name="buffer">What was received; the message is removed from it.</param>
    /// <param name="maxLength">The longest message agreed on, in octets with header.</param>
    /// <param name="type">What kind it is.</param>
    /// <param name="body">What follows its header.</param>
    /// <param name="error">The header error that ends the session: 1/1, 1/2 with the length, 1/3 with the type.</param>
    /// <returns>Whether there is a message. False without an error: more octets are needed.</returns>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer, int maxLength, out MessageType type, out ReadOnlySequence<byte> body, out ProtocolError? error)
    {
        body = default;
        type = default;
        error = null;
        if (buffer.Length < HeaderLength)
        {
            return false;
        }

        int length;
        if (buffer.FirstSpan.Length >= HeaderLength)
        {
            length = ReadHeader(buffer.FirstSpan, maxLength, out type, out error);
        }
        else
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            buffer.Slice(0, HeaderLength).CopyTo(header);
            length = ReadHeader(header, maxLength, out type, out error);
        }

        if (error is not null || buffer.Length < length)
        {
            return false;
        }

        body = buffer.Slice(HeaderLength, length - HeaderLength);
        buffer = buffer.Slice(length);
        return true;
    }

    /// <inheritdoc cref="TryRead(ref ReadOnlySequence{byte}, int, out MessageType, out ReadOnlySequence{byte}, out ProtocolError?)"/>
    public static bool TryRead(
        ref ReadOnlySpan<byte> buffer, int maxLength, out MessageType type, out ReadOnlySpan<byte> body, out ProtocolError? error)
    {
        body = default;
        type = default;
        error = null;
        if (buffer.Length < HeaderLength)
        {
            return false;
        }

        int length = ReadHeader(buffer, maxLength, out type, out error);
        if (error is not null || buffer.Length < length)
        {
            return false;
        }

        body = buffer[HeaderLength..length];
        buffer = buffer[length..];
        return true;
    }

    /*  Marker    16 octets   all ones
        Length     2 octets   with the header
        Type       1 octet                       */
    private static int ReadHeader(ReadOnlySpan<byte> header, int maxLength, out MessageType type, out ProtocolError? error)
    {
        ushort length = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        type = (MessageType)header[18];

        error = !header[..16].SequenceEqual(Marker) ? ProtocolError.ConnectionNotSynchronized
            : length < HeaderLength || length > maxLength ? ProtocolError.BadMessageLength(length)
            : type is < MessageType.Open or > MessageType.RouteRefresh ? ProtocolError.BadMessageType(header[18])
            : !IsPossible(type, length) ? ProtocolError.BadMessageLength(length)
            : null;
        return length;
    }

    // §6.1 gives each type its least length. A ROUTE-REFRESH that is too long is judged with its subtype (RFC 7313 §5).
    private static bool IsPossible(MessageType type, int length) => type switch
    {
        MessageType.Open => length is >= 29 and <= MaxLength, // RFC 8654 §4: never extended
        MessageType.Update => length >= 23,
        MessageType.Notification => length >= 21,
        MessageType.Keepalive => length == HeaderLength,
        _ => length >= 23,
    };
}
