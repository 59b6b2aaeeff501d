using BgpNode.Datastore.Resources;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Rib;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Desired;

/// <summary>
/// What the RIB and the FIB loop are told once, at their start, out of the intent that is known then. A change of these fields
/// takes effect at the next start; what else a BGPConfiguration says takes effect at once.
/// </summary>
/// <param name="Fib">Protocol number, metric.</param>
/// <param name="Rib">Cluster id, widths of multipath, whether learned routes go into the kernel.</param>
public sealed record NodeSettings(FibOptions Fib, RibOptions Rib)
{
    public static NodeSettings From(IntentSnapshot intent, string node)
    {
        BgpConfigurationSpec bgp = BgpDefaults.Of(intent, node);
        NodeBgpSpec? own = intent.Find<NodeResource>(ResourceKind.Node, node)?.Spec.Bgp;
        var multipath = new MultipathOptions();
        return new NodeSettings(
            new FibOptions
            {
                Protocol = bgp.RouteProtocol ?? BgpDefaults.RouteProtocol,
                Metric = (uint)(bgp.IPv4NormalRoutePriority ?? BgpDefaults.RoutePriority),
            },
            new RibOptions
            {
                ClusterId = own?.RouteReflectorClusterID?.Value,
                PreferOldestExternal = bgp.PreferOldestExternal == Toggle.Enabled,
                ForwardLearned = bgp.ProgramClusterRoutes != ProgramClusterRoutes.Disabled,
                Multipath = multipath with { Ebgp = bgp.Multipath?.Ebgp ?? multipath.Ebgp, Ibgp = bgp.Multipath?.Ibgp ?? multipath.Ibgp },
            });
    }
}
