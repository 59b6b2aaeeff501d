namespace BgpNode.Protocol.Wire;

/// <summary>NLRI of this family may have next hops of another, RFC 8950 §4.</summary>
/// <param name="Afi">Of the NLRI.</param>
/// <param name="Safi">Of the NLRI; two octets here, unlike elsewhere.</param>
/// <param name="NextHopAfi">Of the next hop.</param>
public readonly record struct ExtendedNextHop(ushort Afi, ushort Safi, ushort NextHopAfi);
