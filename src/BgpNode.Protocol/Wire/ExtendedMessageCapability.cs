namespace BgpNode.Protocol.Wire;

/// <summary>The speaker takes messages of up to 65,535 octets, RFC 8654 §3.</summary>
public sealed record ExtendedMessageCapability() : Capability((byte)CapabilityCode.ExtendedMessage)
{
    private protected override void WriteValue(ref WireWriter writer)
    {
        // The code says it all.
    }
}
