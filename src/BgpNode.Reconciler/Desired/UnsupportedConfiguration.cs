using BgpNode.Datastore.Resources;

namespace BgpNode.Reconciler.Desired;

/// <summary>Fields of a BGPConfiguration that can be written and that nothing acts on: told, never ignored in silence.</summary>
internal static class UnsupportedConfiguration
{
    private const string NoServices = "has no effect: services are not looked at; write their addresses into an Announcement";

    /// <summary>Those that ask for something, below <c>spec</c>, and what to know about each.</summary>
    public static IEnumerable<(string Field, string Message)> Of(BgpConfigurationSpec spec)
    {
        if (spec.ServiceClusterIPs.Count > 0)
        {
            yield return ("serviceClusterIPs", NoServices);
        }

        if (spec.ServiceExternalIPs.Count > 0)
        {
            yield return ("serviceExternalIPs", NoServices);
        }

        if (spec.ServiceLoadBalancerIPs.Count > 0)
        {
            yield return ("serviceLoadBalancerIPs", NoServices);
        }

        if (spec.IPv6NormalRoutePriority is { } priority && priority != (spec.IPv4NormalRoutePriority ?? BgpDefaults.RoutePriority))
        {
            yield return ("ipv6NormalRoutePriority", "has no effect: kernel routes of both families have the metric of ipv4NormalRoutePriority");
        }

        if (spec.IgnoredInterfaces.Count > 0)
        {
            yield return ("ignoredInterfaces", "has no effect: networks of interfaces are not announced anyway");
        }

        if (spec.LocalWorkloadPeeringIPv4 is not null || spec.LocalWorkloadPeeringIPv6 is not null)
        {
            yield return (spec.LocalWorkloadPeeringIPv4 is not null ? "localWorkloadPeeringIPV4" : "localWorkloadPeeringIPV6",
                "has no effect in this version of bgpnode: workloads are no neighbours");
        }
    }
}
