using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>A next hop as BGP gave it.</summary>
/// <param name="Address">Its address, possibly of the other family (RFC 8950).</param>
/// <param name="InterfaceIndex">The link it is on when its address is link-local, 0 when that is to be found out.</param>
/// <param name="Weight">Its share of the traffic among several, 1 to 100.</param>
public readonly record struct FibGateway(Address Address, int InterfaceIndex, ushort Weight = 1);
