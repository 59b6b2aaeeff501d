using BgpNode.Kernel.Links;
using BgpNode.Kernel.Neighbours;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.Kernel.Netlink;

/// <summary>Something changed in the kernel. A closed family: the records below are all there are.</summary>
public abstract record KernelEvent;

/// <summary>A route is there now.</summary>
/// <param name="Route">As the kernel has it now.</param>
/// <param name="Replaced">Whether it took the place of another one of the same destination and metric, whoever owned that.</param>
/// <param name="ByUs">Whether a write of the same <see cref="KernelClient"/> did it.</param>
public sealed record RouteAdded(KernelRoute Route, bool Replaced, bool ByUs) : KernelEvent;

/// <summary>A route is gone. For IPv6 a lost interface may take single next hops away, each with an event of its own.</summary>
/// <param name="Route">As it was.</param>
/// <param name="ByUs">Whether a write of the same <see cref="KernelClient"/> did it.</param>
public sealed record RouteRemoved(KernelRoute Route, bool ByUs) : KernelEvent;

/// <summary>
/// An interface appeared or changed. When it went down the kernel has dropped its IPv4 routes without an event of their
/// own, so whoever has routes there must count them as gone.
/// </summary>
public sealed record LinkChanged(Link Link) : KernelEvent;

/// <summary>An interface is gone, and every route through it.</summary>
public sealed record LinkRemoved(int Index, string Name) : KernelEvent;

/// <summary>An address was added, or became usable.</summary>
public sealed record AddressAdded(InterfaceAddress Address) : KernelEvent;

/// <summary>An address is gone; IPv4 routes that prefer it as source went with it, without events.</summary>
public sealed record AddressRemoved(InterfaceAddress Address) : KernelEvent;

public sealed record NeighbourChanged(Neighbour Neighbour) : KernelEvent;

public sealed record NeighbourRemoved(Neighbour Neighbour) : KernelEvent;

public sealed record NexthopChanged(Nexthop Nexthop, bool ByUs) : KernelEvent;

/// <summary>A nexthop object is gone, and every route that used it, without events.</summary>
public sealed record NexthopRemoved(Nexthop Nexthop, bool ByUs) : KernelEvent;

/// <summary>Events were lost because the reader was too slow (ENOBUFS): dump and compare. Later events follow.</summary>
public sealed record Overrun : KernelEvent;
