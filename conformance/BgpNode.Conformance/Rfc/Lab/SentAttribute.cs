namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>An attribute as the daemon sent it.</summary>
internal sealed record SentAttribute(byte Flags, byte Type, byte[] Value);
