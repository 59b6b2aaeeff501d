using BgpNode.Control;
using BgpNode.Control.Views;
using BgpNode.Observability;

namespace BgpNode.Tests.Control;

/// <summary>A node that answers from what the test put in, and remembers what it was asked and told.</summary>
internal sealed class FakeNode : INodeQueries, INodeCommands, IReadiness, IMetricsSource
{
    public StatusView Status { get; set; } = Samples.Status;

    public IReadOnlyList<PeerView> Peers { get; set; } = Samples.Peers;

    public RoutePageView Routes { get; set; } = Samples.Routes;

    public ExplainView Explanation { get; set; } = Samples.Explanation;

    public IReadOnlyList<ResourceView> Resources { get; set; } = Samples.Resources;

    public ApplyView Apply { get; set; } = new() { Applied = true, Resources = [new() { Kind = "BGPPeer", Name = "tor-a", Action = "created" }] };

    public CommandResult Result { get; set; } = CommandResult.Done("done");

    public MetricsSnapshot Metrics { get; set; } = new();

    public TaskCompletionSource Convergence { get; } = new();

    public List<GateView> GateList { get; } = [new() { Gate = "store", Open = true }];

    public RouteQuery? AskedRoutes { get; private set; }

    public ExplainTarget? AskedExplain { get; private set; }

    public List<string> Told { get; } = [];

    public Exception? Bug { get; set; }

    public Task Converged => Convergence.Task;

    public IReadOnlyList<GateView> Gates => [.. GateList];

    public MetricsSnapshot Read() => Metrics;

    public Task<StatusView> StatusAsync(CancellationToken cancel) => Bug is null ? Task.FromResult(Status) : Task.FromException<StatusView>(Bug);

    public Task<IReadOnlyList<PeerView>> PeersAsync(CancellationToken cancel) => Task.FromResult(Peers);

    public Task<PeerView?> PeerAsync(string name, CancellationToken cancel) =>
        Task.FromResult(Peers.FirstOrDefault(p => p.Name == name || p.Address == name));

    public Task<RoutePageView?> RoutesAsync(RouteQuery query, CancellationToken cancel)
    {
        AskedRoutes = query;
        bool known = query.Peer is null || Peers.Any(p => p.Name == query.Peer);
        return Task.FromResult(known ? Routes : null);
    }

    public Task<FibView> FibAsync(CancellationToken cancel) => Task.FromResult(Samples.Fib);

    public Task<IReadOnlyList<EndpointView>> EndpointsAsync(CancellationToken cancel) => Task.FromResult(Samples.Endpoints);

    public Task<ExplainView> ExplainAsync(ExplainTarget target, CancellationToken cancel)
    {
        AskedExplain = target;
        return Task.FromResult(Explanation);
    }

    public Task<IReadOnlyList<ResourceView>> ResourcesAsync(string kind, string? namespaceName, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ResourceView>>(
            [.. Resources.Where(r => r.Kind == kind && (namespaceName is null || r.Namespace == namespaceName))]);

    public Task<ResourceView?> ResourceAsync(string kind, string? namespaceName, string name, CancellationToken cancel) =>
        Task.FromResult(Resources.FirstOrDefault(r => r.Kind == kind && r.Namespace == namespaceName && r.Name == name));

    public Task<ApplyView> ApplyAsync(string text, CancellationToken cancel)
    {
        Told.Add(text);
        return Task.FromResult(Apply);
    }

    public Task<CommandResult> DeleteAsync(string kind, string? namespaceName, string name, CancellationToken cancel) =>
        Tell($"delete {kind} {namespaceName ?? "-"} {name}");

    public Task<CommandResult> DrainAsync(TimeSpan wait, string? reason, CancellationToken cancel) => Tell($"drain {wait.TotalSeconds} {reason}");

    public Task<CommandResult> EndDrainAsync(CancellationToken cancel) => Tell("undrain");

    public Task<CommandResult> ReleaseAsync(CancellationToken cancel) => Tell("release");

    public Task<CommandResult> ResetPeerAsync(string name, string? reason, CancellationToken cancel) => Tell($"reset {name} {reason}");

    public Task<CommandResult> RefreshPeerAsync(string name, RefreshDirection direction, CancellationToken cancel) =>
        Tell($"refresh {name} {direction}");

    private Task<CommandResult> Tell(string what)
    {
        Told.Add(what);
        return Task.FromResult(Result);
    }
}
