using System.Collections.Immutable;
using BgpNode.Datastore;
using BgpNode.Speaker.Peers;

namespace BgpNode.Reconciler.Desired;

/// <summary>Which neighbours follow from intent.</summary>
/// <param name="Peers">By name, in order.</param>
/// <param name="Listen">Where neighbours may connect.</param>
/// <param name="Problems">What intent asks for and cannot be done as written.</param>
public sealed record PeerPlan(IReadOnlyList<PeerConfig> Peers, ListenPlan Listen, IReadOnlyList<Problem> Problems)
{
    /// <summary>From where neighbours that nobody names may connect.</summary>
    public ImmutableArray<PeerRange> Ranges { get; init; } = [];
}
