using BgpNode.Net;

namespace BgpNode.Kernel.Links;

/// <summary>An address of this host.</summary>
/// <param name="InterfaceIndex">The interface that has it.</param>
/// <param name="Address">The address itself.</param>
/// <param name="PrefixLength">Leading bits that the neighbours on the link share.</param>
/// <param name="Scope">0 global, 253 link, 254 host.</param>
/// <param name="Peer">The other end of a point-to-point address, or null.</param>
/// <param name="IsTentative">Whether IPv6 still tests it for duplicates, or found one: it cannot be used as a source.</param>
public sealed record InterfaceAddress(
    int InterfaceIndex, Address Address, byte PrefixLength, byte Scope, Address? Peer, bool IsTentative = false);
