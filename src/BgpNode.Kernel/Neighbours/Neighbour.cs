using BgpNode.Net;

namespace BgpNode.Kernel.Neighbours;

/// <summary>A host on a link, as ARP and neighbour discovery know it.</summary>
/// <param name="InterfaceIndex">The link.</param>
/// <param name="Address">Its address there.</param>
/// <param name="Mac">Its Ethernet address, null while unknown.</param>
/// <param name="State">The kernel's NUD_* bits: 0x02 reachable, 0x04 stale, 0x20 failed, 0x80 permanent.</param>
/// <param name="Flags">The kernel's NTF_* bits.</param>
public sealed record Neighbour(int InterfaceIndex, Address Address, MacAddress? Mac, ushort State, byte Flags)
{
    private const ushort Failed = 0x20;
    private const byte Router = 0x80;

    /// <summary>Whether it announced itself as an IPv6 router (RFC 4861 §4.4): a candidate for an unnumbered session.</summary>
    public bool IsRouter => (Flags & Router) != 0;

    /// <summary>Whether asking for its Ethernet address had no answer.</summary>
    public bool HasFailed => (State & Failed) != 0;
}
