using System.Buffers;
using System.Buffers.Binary;
using BgpNode.Protocol.Wire;

namespace BgpNode.Tests.Protocol.Wire;

/// <summary>Octets as tests write them: hexadecimal with blanks where the eye wants them.</summary>
internal static class Bytes
{
    private const string Marker = "ffffffffffffffffffffffffffffffff";

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>A whole message with header.</summary>
    public static byte[] Message(MessageType type, string body)
    {
        byte[] octets = Hex($"{Marker} 0000 {(byte)type:x2} {body}");
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(16), (ushort)octets.Length);
        return octets;
    }

    /// <summary>What a writer wrote.</summary>
    public static byte[] Of(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>One path attribute with a length of one octet.</summary>
    public static string Attribute(byte flags, byte type, string value) => $"{flags:x2}{type:x2}{Hex(value).Length:x2}{value}";
}
