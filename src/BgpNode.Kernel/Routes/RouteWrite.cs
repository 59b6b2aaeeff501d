using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>One change of the kernel's table.</summary>
/// <param name="Operation">Add, replace or delete.</param>
/// <param name="Destination">The prefix.</param>
/// <param name="Type">Not looked at by a delete.</param>
/// <param name="Metric">The kernel's priority, lower is better. See <see cref="EffectiveMetric"/> for 0.</param>
/// <param name="Table">254 is main.</param>
/// <param name="Protocol">Who owns the route. Never 0: a delete would then match anybody's.</param>
/// <param name="Via">
/// The next hops; <see cref="NextHops.None"/> for refusals and with <paramref name="NexthopId"/>. A delete with next hops
/// removes only these; without, the whole route. IPv6 keeps next hops of several owners in one route when somebody appended
/// his to ours, so a delete of an IPv6 route should name its next hops.
/// </param>
/// <param name="PreferredSource">The source address of packets that this node sends itself, or null.</param>
/// <param name="NexthopId">A nexthop object instead of <paramref name="Via"/>, or 0. A delete then removes only a route that names it.</param>
public readonly record struct RouteWrite(
    RouteOperation Operation,
    Prefix Destination,
    RouteType Type,
    uint Metric,
    uint Table,
    byte Protocol,
    NextHops Via,
    Address? PreferredSource = null,
    uint NexthopId = 0)
{
    /// <summary>
    /// The metric that the kernel will show: IPv6 makes 1024 of 0. For IPv4 0 is a metric like any other, except that a
    /// delete with 0 means any metric.
    /// </summary>
    public uint EffectiveMetric => Metric == 0 && Destination.Family == Family.IPv6 ? 1024 : Metric;
}
