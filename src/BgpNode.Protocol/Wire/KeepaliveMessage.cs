using System.Buffers;

namespace BgpNode.Protocol.Wire;

/// <summary>KEEPALIVE, RFC 4271 §4.4: a header and nothing else.</summary>
public static class KeepaliveMessage
{
    public static void Write(IBufferWriter<byte> output) =>
        WireWriter.Message(output, MessageType.Keepalive, MessageFraming.HeaderLength).Complete();
}
