using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// A nexthop object with our protocol number: all routes that leave by one gateway, or by one set of gateways, name it, so a
/// change of the way is one message for all of them. Belongs to <see cref="NexthopTable"/>.
/// </summary>
internal sealed class NexthopObject
{
    public NexthopObject(uint id)
    {
        Id = id;
        Form = new RouteForm(RouteType.Unicast, NextHops.None, this);
    }

    /// <summary>The kernel's number for it; another one only before the kernel has taken it.</summary>
    public uint Id { get; set; }

    /// <summary>What a route that names it looks like.</summary>
    public RouteForm Form { get; }

    /// <summary>The gateways as BGP gave them; null for a member of groups and for what the run before left.</summary>
    public NextHops? Key { get; set; }

    /// <summary>What it is to hold; null while nobody has asked for it since it was adopted.</summary>
    public Nexthop? Wanted { get; set; }

    /// <summary>What the kernel has; null for nothing.</summary>
    public Nexthop? Actual { get; set; }

    /// <summary>The objects of a group, with <see cref="Wanted"/>.</summary>
    public NexthopObject[] Members { get; set; } = [];

    /// <summary>Where packets leave, as last wanted or adopted.</summary>
    public NextHops Hops { get; set; } = NextHops.None;

    /// <summary>Routes in the kernel, and groups, that name it.</summary>
    public int Users { get; set; }

    /// <summary>The kernel's no; its routes name their next hops themselves until something changes on the host.</summary>
    public bool IsRefused { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>Timestamp at which nobody used it any more; 0 while somebody does.</summary>
    public long IdleSince { get; set; }

    public bool IsAsWanted => Wanted is { } wanted && wanted.Equals(Actual);
}
