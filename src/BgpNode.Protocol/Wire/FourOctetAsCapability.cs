using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>The speaker's real AS number, RFC 6793 §3.</summary>
public sealed record FourOctetAsCapability(AsNumber As) : Capability((byte)CapabilityCode.FourOctetAs)
{
    private protected override void WriteValue(ref WireWriter writer) => writer.U32(As.Value);
}
