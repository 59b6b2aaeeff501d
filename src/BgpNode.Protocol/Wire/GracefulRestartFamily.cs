namespace BgpNode.Protocol.Wire;

/// <summary>One family of the graceful restart capability, RFC 4724 §3.</summary>
public readonly record struct GracefulRestartFamily(ushort Afi, byte Safi, byte Flags)
{
    public const byte ForwardingPreservedFlag = 0x80;

    /// <summary>The F bit: the sender still forwards what it had learned before it restarted.</summary>
    public bool ForwardingPreserved => (Flags & ForwardingPreservedFlag) != 0;
}
