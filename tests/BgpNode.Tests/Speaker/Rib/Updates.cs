using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Rib;

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>Writes UPDATE messages as a neighbour would, one family a message.</summary>
internal static class Updates
{
    public static byte[] Announce(PathAttributes attributes, bool fourOctetAs, params Prefix[] prefixes) => Announce(attributes, fourOctetAs, null, prefixes);

    /// <summary>With a path identifier before each prefix (RFC 7911 §3), unless it is null.</summary>
    public static byte[] Announce(PathAttributes attributes, bool fourOctetAs, uint? pathId, params Prefix[] prefixes)
    {
        var encoded = new ArrayBufferWriter<byte>();
        attributes.Write(encoded, fourOctetAs);
        if (!attributes.NextHopInMpReach)
        {
            return Message([], encoded.WrittenSpan, Nlri(pathId, prefixes));
        }

        byte[] value = new byte[64 + (prefixes.Length * 21)];
        var writer = new WireWriter(value);
        MpReach.WriteHead(ref writer, attributes.Family, attributes.NextHop!.Value, attributes.LinkLocalNextHop);
        writer.Bytes(Nlri(pathId, prefixes));
        return Message([], [.. Attribute(AttributeType.MpReachNlri, value.AsSpan(0, writer.Written)), .. encoded.WrittenSpan], []);
    }

    public static byte[] Withdraw(Family family, params Prefix[] prefixes) => Withdraw(family, null, prefixes);

    /// <summary>With a path identifier before each prefix, unless it is null.</summary>
    public static byte[] Withdraw(Family family, uint? pathId, params Prefix[] prefixes) => family == Family.IPv4
        ? Message(Nlri(pathId, prefixes), [], [])
        : Message([], Attribute(AttributeType.MpUnreachNlri, [0, 2, 1, .. Nlri(pathId, prefixes)]), []);

    public static byte[] EndOfRib(Family family)
    {
        var output = new ArrayBufferWriter<byte>();
        UpdateMessage.WriteEndOfRib(output, family);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Message(ReadOnlySpan<byte> withdrawn, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nlri)
    {
        byte[] message = new byte[MessageFraming.HeaderLength + 4 + withdrawn.Length + attributes.Length + nlri.Length];
        var writer = new WireWriter(message);
        writer.Bytes(MessageFraming.Marker);
        writer.U16((ushort)message.Length);
        writer.U8((byte)MessageType.Update);
        writer.U16((ushort)withdrawn.Length);
        writer.Bytes(withdrawn);
        writer.U16((ushort)attributes.Length);
        writer.Bytes(attributes);
        writer.Bytes(nlri);
        return message;
    }

    public static UpdateBatch Batch(params byte[][] messages)
    {
        var batch = UpdateBatch.Rent(messages.Sum(m => m.Length));
        foreach (byte[] message in messages)
        {
            batch.TryAppend(new ReadOnlySequence<byte>(message));
        }

        return batch;
    }

    private static byte[] Nlri(uint? pathId, Prefix[] prefixes)
    {
        byte[] nlri = new byte[prefixes.Length * NlriWriter.MaxOctets];
        int length = 0;
        foreach (Prefix prefix in prefixes)
        {
            length += pathId is { } id ? NlriWriter.Write(nlri.AsSpan(length), prefix, id) : NlriWriter.Write(nlri.AsSpan(length), prefix);
        }

        return nlri[..length];
    }

    private static byte[] Attribute(AttributeType type, ReadOnlySpan<byte> value)
    {
        byte[] attribute = new byte[AttributeWriter.Octets(value.Length)];
        var writer = new WireWriter(attribute);
        AttributeWriter.Write(ref writer, AttributeFlags.Optional, type, value);
        return attribute;
    }
}
