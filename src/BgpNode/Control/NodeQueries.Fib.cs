using BgpNode.Control.Views;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Observability;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Workloads;

namespace BgpNode.Control;

internal sealed partial class NodeQueries
{
    private const int MostFibRoutes = 10_000;

    public async Task<FibView> FibAsync(CancellationToken cancel) => new()
    {
        Summary = FibSummary(),
        Routes = [.. (await fib.RoutesAsync(MostFibRoutes, null, onlyWrong: false, cancel)).Select(FibRouteOf)],
    };

    public Task<IReadOnlyList<EndpointView>> EndpointsAsync(CancellationToken cancel) => Task.FromResult(Endpoints());

    /// <summary>How many endpoints of this node are in which state.</summary>
    public IEnumerable<LabelledCount> EndpointStates() => Endpoints().CountBy(endpoint => endpoint.State).Select(state => new LabelledCount(state.Key, state.Value));

    private FibSummaryView FibSummary() => new()
    {
        Wanted = fib.Counters.Wanted(Family.IPv4) + fib.Counters.Wanted(Family.IPv6),
        Installed = fib.Counters.Installed(Family.IPv4) + fib.Counters.Installed(Family.IPv6),
        Pending = fib.Counters.Pending,
        Failed = fib.Counters.Failed,
        Repaired = new RepairsView { Deleted = fib.Counters.RepairedDeleted, Altered = fib.Counters.RepairedAltered },
        LastAudit = fib.Counters.LastAudit,
    };

    private FibRouteView FibRouteOf(FibRoute route) => new()
    {
        Prefix = route.Prefix.ToString(),
        Table = route.Table,
        Via = [.. (route.Wanted ?? route.Actual ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries)],
        Metric = route.Metric,
        State = route.State,
        Source = route.Sources.Count > 0 ? string.Join(", ", route.Sources.Select(peer => $"peer {peer}")) : "local",
        Error = route.Reason,
    };

    private IReadOnlyList<EndpointView> Endpoints() =>
    [
        .. intent.Current.All<WorkloadEndpointResource>(Datastore.Resources.ResourceKind.WorkloadEndpoint)
            .Where(endpoint => endpoint.Spec.Node == options.Node)
            .Select(EndpointOf),
    ];

    private EndpointView EndpointOf(WorkloadEndpointResource endpoint)
    {
        WorkloadEndpointSpec spec = endpoint.Spec;
        WorkloadsReader.Standing?[] standings = [.. spec.IPNetworks.Select(workloads.StandingOf)];
        bool ready = standings.Length > 0 && standings.All(standing => standing?.InKernelSince is not null);
        return new EndpointView
        {
            Namespace = endpoint.Metadata.Namespace,
            Name = endpoint.Metadata.Name,
            Workload = spec.Pod ?? spec.ContainerId ?? spec.Workload,
            Addresses = [.. spec.IPNetworks.Select(prefix => prefix.ToString())],
            Interface = spec.InterfaceName ?? "",
            State = ready ? "ready" : "waiting",
            Reason = ready ? null : spec.InterfaceName is null ? "it names no interface" : "not in the kernel yet; bgpnode explain says why",
            Since = ready ? standings.Max(standing => standing!.Value.InKernelSince) : null,
            ConvergenceSeconds = ready ? standings.Max(standing => standing!.Value.Took.TotalSeconds) : null,
        };
    }
}
