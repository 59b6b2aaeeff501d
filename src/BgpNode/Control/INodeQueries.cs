using BgpNode.Control.Views;

namespace BgpNode.Control;

/// <summary>
/// Everything the control API can be asked. Answers come from kept state: no debug switch, no restart, no walk over a table
/// except for a page of routes. Implementations do not throw for input; what is unknown is null.
/// </summary>
public interface INodeQueries
{
    Task<StatusView> StatusAsync(CancellationToken cancel);

    /// <summary>All neighbours, by name.</summary>
    Task<IReadOnlyList<PeerView>> PeersAsync(CancellationToken cancel);

    /// <param name="name">The neighbour's name or its address.</param>
    /// <param name="cancel">Ends the question.</param>
    /// <returns>Null when there is no such neighbour.</returns>
    Task<PeerView?> PeerAsync(string name, CancellationToken cancel);

    /// <returns>Null when <see cref="RouteQuery.Peer"/> names no neighbour.</returns>
    Task<RoutePageView?> RoutesAsync(RouteQuery query, CancellationToken cancel);

    Task<FibView> FibAsync(CancellationToken cancel);

    /// <summary>The workload endpoints of this node, by namespace and name.</summary>
    Task<IReadOnlyList<EndpointView>> EndpointsAsync(CancellationToken cancel);

    Task<ExplainView> ExplainAsync(ExplainTarget target, CancellationToken cancel);

    /// <param name="kind">A kind of <see cref="ResourceKinds"/>.</param>
    /// <param name="namespaceName">Only these; all namespaces when null.</param>
    /// <param name="cancel">Ends the question.</param>
    Task<IReadOnlyList<ResourceView>> ResourcesAsync(string kind, string? namespaceName, CancellationToken cancel);

    /// <returns>Null when there is no such resource.</returns>
    Task<ResourceView?> ResourceAsync(string kind, string? namespaceName, string name, CancellationToken cancel);
}
