using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

/// <summary>One rule: every condition that is set must hold.</summary>
public sealed record BgpFilterRule
{
    public Prefix? Cidr { get; init; }

    /// <summary>Set exactly when <see cref="Cidr"/> is.</summary>
    public MatchOperator? MatchOperator { get; init; }

    public int? MinPrefixLength { get; init; }

    public int? MaxPrefixLength { get; init; }

    public FilterSource? Source { get; init; }

    /// <summary>Outgoing interface; a trailing <c>*</c> stands for anything.</summary>
    public string? Interface { get; init; }

    public FilterPeerType? PeerType { get; init; }

    /// <summary>The route must carry all of these. Calico allows one, we several.</summary>
    public EquatableList<CommunityValue> Communities { get; init; } = [];

    /// <summary>The AS path must begin with these.</summary>
    public EquatableList<AsNumber> AsPathPrefix { get; init; } = [];

    /// <summary>Ours: regular expression over the AS path as text; <c>_</c> stands for a gap or an end.</summary>
    public string? AsPath { get; init; }

    /// <summary>Ours: the route's MULTI_EXIT_DISC.</summary>
    public uint? Med { get; init; }

    /// <summary>Ours: the route's LOCAL_PREF.</summary>
    public uint? LocalPreference { get; init; }

    /// <summary>In the unit of Calico's route priorities: a kernel metric, smaller is better.</summary>
    public int? Priority { get; init; }

    public FilterAction Action { get; init; }

    /// <summary>What is changed before accepting, in order.</summary>
    public EquatableList<BgpFilterOperation> Operations { get; init; } = [];
}
