using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>A route as the kernel tells it, in a dump or an event. Equal by value.</summary>
/// <param name="Destination">The prefix.</param>
/// <param name="Table">254 is main, 255 local.</param>
/// <param name="Metric">The kernel's priority; lower is better.</param>
/// <param name="Protocol">Who wrote it (RTPROT_*): 2 kernel, 3 boot, 4 static, ours from the configuration.</param>
/// <param name="Type">What it does with a packet.</param>
/// <param name="Scope">0 beyond a gateway, 253 on the link, 254 on this host. IPv6 always says 0.</param>
/// <param name="PreferredSource">Source address for this node's own packets.</param>
/// <param name="NextHops">In their fixed order; none for refusals.</param>
/// <param name="NexthopId">The nexthop object behind <paramref name="NextHops"/>, or 0.</param>
public sealed record KernelRoute(
    Prefix Destination,
    uint Table,
    uint Metric,
    byte Protocol,
    RouteType Type,
    byte Scope,
    Address? PreferredSource,
    NextHops NextHops,
    uint NexthopId)
{
    /// <summary>Whether the kernel holds what the write asked for. The scope is left out: the kernel derives it.</summary>
    public bool Matches(in RouteWrite write) =>
        Destination == write.Destination
        && Table == write.Table
        && Metric == write.EffectiveMetric
        && Protocol == write.Protocol
        && Type == write.Type
        && PreferredSource == write.PreferredSource
        && (write.NexthopId != 0 ? NexthopId == write.NexthopId : NexthopId == 0 && (Type.IsRefusal() || NextHops.Equals(write.Via)));
}
