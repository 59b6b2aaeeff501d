using System.Buffers;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class MessageFramingTests
{
    private static readonly byte[] Keepalive = Bytes.Message(MessageType.Keepalive, "");

    [Fact, Rfc(4271, "4.4")]
    public void A_KEEPALIVE_is_a_header_alone()
    {
        Assert.Equal(Bytes.Hex("ffffffffffffffffffffffffffffffff 0013 04"), Bytes.Of(KeepaliveMessage.Write));
        Assert.Equal(Keepalive, Bytes.Of(KeepaliveMessage.Write));
    }

    [Theory, Rfc(4271, "6.1")]
    [InlineData("fffffffffffffffffffffffffffffffe 0013 04", 1, 1, "")] // marker
    [InlineData("ffffffffffffffffffffffffffffffff 0012 04", 1, 2, "0012")] // shorter than a header
    [InlineData("ffffffffffffffffffffffffffffffff 1001 02", 1, 2, "1001")] // 4,097 without RFC 8654
    [InlineData("ffffffffffffffffffffffffffffffff 001c 01", 1, 2, "001c")] // OPEN
    [InlineData("ffffffffffffffffffffffffffffffff 0016 02", 1, 2, "0016")] // UPDATE
    [InlineData("ffffffffffffffffffffffffffffffff 0014 03", 1, 2, "0014")] // NOTIFICATION
    [InlineData("ffffffffffffffffffffffffffffffff 0014 04", 1, 2, "0014")] // KEEPALIVE
    [InlineData("ffffffffffffffffffffffffffffffff 0016 05", 1, 2, "0016")] // ROUTE-REFRESH
    [InlineData("ffffffffffffffffffffffffffffffff 0013 09", 1, 3, "09")]
    [InlineData("ffffffffffffffffffffffffffffffff 0013 00", 1, 3, "00")]
    public void A_wrong_header_is_answered_with_what_was_received(string header, byte code, byte subcode, string data)
    {
        ReadOnlySpan<byte> buffer = Bytes.Hex(header);
        Assert.False(MessageFraming.TryRead(ref buffer, MessageFraming.MaxLength, out _, out ReadOnlySpan<byte> _, out ProtocolError? error));
        Assert.Equal(new ProtocolError((NotificationCode)code, subcode, Bytes.Hex(data)), error);
    }

    [Theory, Rfc(8654, "4")]
    [InlineData(MessageType.Update, true)]
    [InlineData(MessageType.Notification, true)]
    [InlineData(MessageType.RouteRefresh, true)]
    [InlineData(MessageType.Open, false)]
    public void Extended_messages_are_never_OPEN(MessageType type, bool taken)
    {
        ReadOnlySpan<byte> buffer = Bytes.Message(type, new string('0', 2 * 5000));
        Assert.Equal(taken, MessageFraming.TryRead(ref buffer, MessageFraming.MaxExtendedLength, out MessageType read, out ReadOnlySpan<byte> _, out _));
        Assert.Equal(type, read);
    }

    [Fact]
    public void Half_a_message_is_not_an_error()
    {
        byte[] message = Bytes.Message(MessageType.Update, "0000 0000");
        for (int length = 0; length < message.Length; length++)
        {
            ReadOnlySpan<byte> buffer = message.AsSpan(0, length);
            Assert.False(MessageFraming.TryRead(ref buffer, MessageFraming.MaxLength, out _, out ReadOnlySpan<byte> _, out ProtocolError? error));
            Assert.Null(error);
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void A_stream_cut_anywhere_gives_the_same_messages()
    {
        byte[] stream = [.. Keepalive, .. Bytes.Message(MessageType.Update, "0000 0000 18c0a801"), .. Bytes.Message(MessageType.RouteRefresh, "00010001"), .. Keepalive];
        var whole = new ReadOnlySequence<byte>(stream);
        List<string> expected = ReadAll(whole);
        Assert.Equal(4, expected.Count);

        Gen.Select(Gen.Int[0, stream.Length], Gen.Int[0, stream.Length]).Sample((a, b) =>
            ReadAll(Segments(stream[..Math.Min(a, b)], stream[Math.Min(a, b)..Math.Max(a, b)], stream[Math.Max(a, b)..])).SequenceEqual(expected));
        for (int cut = 0; cut <= stream.Length; cut++)
        {
            Assert.Equal(expected, ReadAll(Segments(stream[..cut], stream[cut..])));
        }
    }

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 100].Sample(octets =>
    {
        byte[] stream = [.. MessageFraming.Marker, .. octets];
        ReadOnlySpan<byte> span = stream;
        while (MessageFraming.TryRead(ref span, MessageFraming.MaxLength, out _, out ReadOnlySpan<byte> _, out _))
        {
        }

        ReadAll(new ReadOnlySequence<byte>(stream));
    }, iter: 10_000);

    private static List<string> ReadAll(ReadOnlySequence<byte> buffer)
    {
        List<string> messages = [];
        while (MessageFraming.TryRead(ref buffer, MessageFraming.MaxLength, out MessageType type, out ReadOnlySequence<byte> body, out _))
        {
            messages.Add($"{type} {Convert.ToHexString(body.ToArray())}");
        }

        return messages;
    }

    private static ReadOnlySequence<byte> Segments(params byte[][] parts)
    {
        var first = new Segment(parts[0], null);
        Segment last = first;
        foreach (byte[] part in parts[1..])
        {
            last = new Segment(part, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] part, Segment? before)
        {
            Memory = part;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }
}
