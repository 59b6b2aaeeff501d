namespace BgpNode.Observability;

/// <summary>The numbers of one neighbour.</summary>
public sealed record PeerSample
{
    /// <summary>The label of every series: the remote address without port, or <c>%eth0</c> for an unnumbered one. It never changes.</summary>
    public required string Peer { get; init; }

    public required string Name { get; init; }

    public required uint PeerAsn { get; init; }

    public required uint LocalAsn { get; init; }

    /// <summary>One of <see cref="NodeMetrics.SessionStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Null unless Established.</summary>
    public DateTimeOffset? EstablishedAt { get; init; }

    public IReadOnlyList<TransitionSample> Transitions { get; init; } = [];

    public IReadOnlyList<MessageSample> Messages { get; init; } = [];

    public IReadOnlyList<NotificationSample> Notifications { get; init; } = [];

    /// <summary>By the answer of RFC 7606: <c>session-reset</c>, <c>treat-as-withdraw</c>, <c>discard</c>.</summary>
    public IReadOnlyList<LabelledCount> UpdateErrors { get; init; } = [];

    /// <summary>Null without BFD.</summary>
    public BfdSample? Bfd { get; init; }

    /// <summary>Sessions that the limit on prefixes ended.</summary>
    public long LimitEnds { get; init; }

    public IReadOnlyList<PrefixSample> Prefixes { get; init; } = [];
}
