using System.Globalization;
using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>One way to leave: through a gateway, an interface, or both.</summary>
/// <param name="Gateway">The next router; its family may differ from the route's (RFC 8950: IPv4 through an IPv6 next hop). Null: the destination is on the link.</param>
/// <param name="InterfaceIndex">The interface, or 0 to let the kernel find the one that reaches the gateway.</param>
/// <param name="Weight">1 to 256: this hop's share among several.</param>
/// <param name="OnLink">Whether the gateway is on the interface although no address of it says so.</param>
public readonly record struct NextHop(Address? Gateway, int InterfaceIndex, ushort Weight = 1, bool OnLink = false)
{
    public override string ToString()
    {
        string via = Gateway is { } gateway ? $"via {gateway} " : "";
        string weight = Weight == 1 ? "" : $" weight {Weight}";
        return string.Create(CultureInfo.InvariantCulture, $"{via}if {InterfaceIndex}{weight}{(OnLink ? " onlink" : "")}");
    }
}
