using System.Buffers;

namespace BgpNode.Protocol.Wire;

/// <summary>NOTIFICATION, RFC 4271 §4.5: the last message of a session.</summary>
public readonly record struct NotificationMessage(ProtocolError Error)
{
    /*  Error code       1 octet
        Error subcode    1 octet
        Data             the rest   */
    /// <param name="body">The message without its header.</param>
    /// <param name="message">What it says; its data is a copy.</param>
    /// <returns>False when it is cut short. There is no answer to that: a NOTIFICATION is never answered (§6.4).</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out NotificationMessage message)
    {
        var reader = new WireReader(body);
        byte code = reader.U8();
        byte subcode = reader.U8();
        byte[] data = reader.Rest().ToArray();

        message = reader.Overrun ? default : new NotificationMessage(new ProtocolError((NotificationCode)code, subcode, data));
        return !reader.Overrun;
    }

    /// <summary>Data that would make the message longer than 4,096 octets is cut: the code matters, the data explains.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        const int MaxData = MessageFraming.MaxLength - MessageFraming.HeaderLength - 2;
        ReadOnlySpan<byte> data = Error.Data.Span;

        var writer = WireWriter.Message(output, MessageType.Notification);
        writer.U8((byte)Error.Code);
        writer.U8(Error.Subcode);
        writer.Bytes(data[..Math.Min(data.Length, MaxData)]);
        writer.Complete();
    }
}
