namespace BgpNode.Protocol.Wire;

/// <summary>What the sender is to the other side, RFC 9234 §4.1. A value outside the enum is kept: it is a role mismatch, not a malformed OPEN.</summary>
public sealed record RoleCapability(BgpRole Role) : Capability((byte)CapabilityCode.Role)
{
    private protected override void WriteValue(ref WireWriter writer) => writer.U8((byte)Role);
}
