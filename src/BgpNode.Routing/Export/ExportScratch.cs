using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Export;

/// <summary>Where encoders write: shared by all of one loop, which encode one after another.</summary>
internal sealed class ExportScratch
{
    /// <summary>The attributes of one message, and as many octets again for AS4_PATH (RFC 6793 §4.2.2).</summary>
    public byte[] Attributes { get; } = new byte[2 * MessageFraming.MaxExtendedLength];

    /// <summary>A next hop, with its link-local address.</summary>
    public byte[] NextHop { get; } = new byte[32];

    /// <summary>An AS_PATH with our AS before it.</summary>
    public byte[] Path { get; } = new byte[MessageFraming.MaxExtendedLength + 8];
}
