using BgpNode.Net;

namespace BgpNode.Kernel.Links;

/// <summary>A network interface.</summary>
/// <param name="Index">The kernel's number for it, never used twice while the host runs.</param>
/// <param name="Name">At most 15 octets.</param>
/// <param name="IsUp">Whether somebody set it up (IFF_UP).</param>
/// <param name="HasCarrier">Whether it could send (IFF_LOWER_UP or IFF_RUNNING): the cable is in, the other end of a veth is up.</param>
/// <param name="Mtu">Octets of the largest packet.</param>
/// <param name="Mac">Zero for interfaces without an Ethernet address.</param>
/// <param name="Kind">The driver's word for virtual interfaces (<c>veth</c>, <c>bridge</c>), or null.</param>
/// <param name="Master">Index of the bridge or VRF it belongs to, or 0.</param>
public sealed record Link(int Index, string Name, bool IsUp, bool HasCarrier, int Mtu, MacAddress Mac, string? Kind, int Master);
