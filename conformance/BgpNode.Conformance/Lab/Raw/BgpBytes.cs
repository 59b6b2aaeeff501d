using System.Buffers.Binary;
using System.Net;

namespace BgpNode.Conformance.Lab.Raw;

/// <summary>BGP messages made by hand, right or wrong on purpose; independent of the code under test.</summary>
internal static class BgpBytes
{
    public const byte Open = 1;
    public const byte Update = 2;
    public const byte Notification = 3;
    public const byte Keepalive = 4;

    /// <summary>RFC 4271 §4.1 with a correct header.</summary>
    public static byte[] Message(byte type, params ReadOnlySpan<byte> body)
    {
        byte[] message = new byte[19 + body.Length];
        message.AsSpan(0, 16).Fill(0xff);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(16), (ushort)message.Length);
        message[18] = type;
        body.CopyTo(message.AsSpan(19));
        return message;
    }

    /// <summary>RFC 4271 §4.2 with IPv4 unicast and four-octet AS numbers.</summary>
    public static byte[] OpenOf(uint @as, ushort hold = 90, string identifier = "192.0.2.66", byte version = 4)
    {
        byte[] capabilities = [1, 4, 0, 1, 0, 1, 65, 4, (byte)(@as >> 24), (byte)(@as >> 16), (byte)(@as >> 8), (byte)@as];
        return Message(Open,
        [
            version, (byte)(@as >> 8), (byte)@as, (byte)(hold >> 8), (byte)hold, .. IPAddress.Parse(identifier).GetAddressBytes(),
            (byte)(capabilities.Length + 2), 2, (byte)capabilities.Length, .. capabilities,
        ]);
    }

    /// <summary>A message with some bytes of it changed.</summary>
    public static byte[] Changed(byte[] message, int at, params ReadOnlySpan<byte> bytes)
    {
        byte[] changed = [.. message];
        bytes.CopyTo(changed.AsSpan(at));
        return changed;
    }
}
