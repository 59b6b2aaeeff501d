namespace BgpNode.Protocol.Wire;

/// <summary>One family of the long-lived graceful restart capability, RFC 9494 §3.1.</summary>
/// <param name="Afi">Address Family Identifier.</param>
/// <param name="Safi">Subsequent Address Family Identifier.</param>
/// <param name="Flags">0x80 is F: forwarding state was preserved.</param>
/// <param name="StaleTime">Seconds that stale routes may be kept, 24 bits.</param>
public readonly record struct LongLivedFamily(ushort Afi, byte Safi, byte Flags, uint StaleTime);
