namespace BgpNode.Protocol.Wire;

/// <summary>One family of the ADD-PATH capability, RFC 7911 §4.</summary>
public readonly record struct AddPathFamily(ushort Afi, byte Safi, AddPathMode Mode);
