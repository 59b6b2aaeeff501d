using BgpNode.Control.Views;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Limits;
using BgpNode.Net;
using BgpNode.Observability;
using BgpNode.Options;
using BgpNode.Protocol.Session;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Intent;
using BgpNode.Reconciler.Peers;
using BgpNode.Reconciler.Workloads;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;

namespace BgpNode.Control;

/// <summary>Answers from the running rooms. Nothing here owns anything: every number is kept by the loop that it belongs to.</summary>
internal sealed partial class NodeQueries(
    NodeOptions options,
    IntentLoop intent,
    PeersLoop peers,
    WorkloadsReader workloads,
    FibLoop fib,
    RibLoop rib,
    SpeakerService speaker,
    IReadiness readiness,
    ConvergenceSamples convergence,
    MemoryGuard memory,
    TimeProvider clock) : INodeQueries
{
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public Task<StatusView> StatusAsync(CancellationToken cancel)
    {
        IntentSnapshot now = intent.Current;
        PeerConfig? first = peers.Plan.Peers.Count > 0 ? peers.Plan.Peers[0] : null;
        IReadOnlyList<PeerStatus> all = speaker.Peers;
        IReadOnlyList<GateView> gates = readiness.Gates;
        IReadOnlyList<EndpointView> endpoints = Endpoints();
        return Task.FromResult(new StatusView
        {
            Node = options.Node,
            Version = BuildInfo.Version,
            AsNumber = first?.LocalAs.Value,
            RouterId = first?.RouterId.ToString(),
            StartedAt = _startedAt,
            UptimeSeconds = (clock.GetUtcNow() - _startedAt).TotalSeconds,
            Ready = gates.All(gate => gate.Open),
            Gates = gates,
            Datastore = StoreOf(now),
            Peers = new PeerCountView
            {
                Up = all.Count(peer => peer.State == SessionState.Established),
                Total = all.Count(peer => !peer.Config.Disabled),
            },
            Rib = [.. FamilyExtensions.All.ToArray().Select(family => new RibView
            {
                Family = family.Name(), Prefixes = rib.Size(family).Prefixes, Paths = rib.Size(family).Paths,
            })],
            Fib = FibSummary(),
            Memory = new MemoryView { Used = memory.Used, Limit = memory.Limit, Shed = memory.Shed },
            Endpoints = new EndpointCountView { Total = endpoints.Count, Ready = endpoints.Count(endpoint => endpoint.State == "ready") },
            Convergence = convergence.Views(),
        });
    }

    public Task<IReadOnlyList<ResourceView>> ResourcesAsync(string kind, string? namespaceName, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ResourceView>>(
            [.. intent.Current.Of(Enum.Parse<Datastore.Resources.ResourceKind>(kind)).Values
                .Where(stored => namespaceName is null || stored.Resource.Metadata.Namespace == namespaceName)
                .Select(ViewOf)]);

    public Task<ResourceView?> ResourceAsync(string kind, string? namespaceName, string name, CancellationToken cancel)
    {
        var key = new ResourceKey(Enum.Parse<Datastore.Resources.ResourceKind>(kind), namespaceName ?? "", name);
        return Task.FromResult(intent.Current.Of(key.Kind).TryGetValue(key, out StoredResource? stored) ? ViewOf(stored) : null);
    }

    private DatastoreView StoreOf(IntentSnapshot now) => new()
    {
        Kind = options.Datastore is DirectoryOptions ? "directory" : "etcd",
        Location = options.Datastore switch
        {
            DirectoryOptions directory => directory.Directory,
            Options.EtcdOptions etcd => string.Join(',', etcd.Endpoints),
            _ => intent.StoreDescription,
        },
        Connected = now.Connected,
        Revision = now.Revision,
        LastChange = now.ChangedAt,
        FromSnapshot = now.FromDisk,
        Problems =
        [
            .. now.Problems.Select(problem => ProblemOf(problem, lastGoodInForce: IsErrorOfKnown(problem, now))),
            .. peers.Plan.Problems.Select(problem => ProblemOf(problem, lastGoodInForce: false)),
            .. OwnProblems(now),
        ],
    };

    private IEnumerable<ProblemView> OwnProblems(IntentSnapshot now)
    {
        if (!now.Connected)
        {
            yield return new ProblemView { Source = intent.StoreDescription, Message = $"not reachable: {now.DisconnectReason ?? "not answered yet"}; what is known stays in force" };
        }

        if (speaker.DrainPhase != DrainPhase.None)
        {
            yield return new ProblemView
            {
                Source = "bgp",
                Severity = "warning",
                Message = speaker.DrainPhase == DrainPhase.Leaving
                    ? "draining: neighbours are asked to prefer other ways, then sessions end"
                    : "drained: sessions stay down until 'bgpnode drain --end' or a restart",
            };
        }

        if (now.Held is { } held)
        {
            yield return new ProblemView
            {
                Source = intent.StoreDescription,
                Message = $"lost {held.Why} at once; {held.Resources.Count} resources stay in force as they were. If that is meant: bgpnode release",
            };
        }

        if (intent.Counters.SaveProblem is { } problem)
        {
            yield return new ProblemView { Source = options.StateDirectory, Message = problem };
        }

        if (peers.ListenProblem is { } listen)
        {
            yield return new ProblemView { Source = "bgp", Message = $"neighbours cannot connect: {listen}" };
        }

        foreach ((Prefix prefix, ResourceKey winner, ResourceKey loser) in workloads.Conflicts)
        {
            yield return new ProblemView { Source = loser.ToString(), Resource = loser.ToString(), Message = $"{prefix} is already claimed by {winner}, which keeps it" };
        }
    }

    private static bool IsErrorOfKnown(Problem problem, IntentSnapshot now) =>
        problem is { Severity: Severity.Error, Resource: { } key } && now.Of(key.Kind).ContainsKey(key);

    private static ProblemView ProblemOf(Problem problem, bool lastGoodInForce) => new()
    {
        Source = problem.Source,
        Line = problem.Line,
        Column = problem.Column,
        Path = problem.Path,
        Message = problem.Message,
        Severity = problem.Severity == Severity.Error ? "error" : "warning",
        Resource = problem.Resource?.ToString(),
        LastGoodInForce = lastGoodInForce,
    };

    private static ResourceView ViewOf(StoredResource stored) => new()
    {
        Kind = stored.Resource.Kind.ToString(),
        Namespace = stored.Resource.Metadata.Namespace.Length > 0 ? stored.Resource.Metadata.Namespace : null,
        Name = stored.Resource.Metadata.Name,
        Source = stored.Source,
        Revision = stored.Revision,
        Resource = stored.Raw is null ? [] : (System.Text.Json.Nodes.JsonObject)stored.Raw.DeepClone(),
    };
}
