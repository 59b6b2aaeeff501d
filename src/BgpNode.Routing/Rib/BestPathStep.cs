namespace BgpNode.Routing.Rib;

/// <summary>The rule that decided between two paths: the answer to "why this one?".</summary>
public enum BestPathStep : byte
{
    /// <summary>There was no other path.</summary>
    OnlyPath,

    /// <summary>The next hop cannot be reached (RFC 4271 §9.1.2).</summary>
    NextHopUnreachable,

    /// <summary>A route of this node goes before learned ones.</summary>
    LocalOverLearned,

    /// <summary>The higher LOCAL_PREF (RFC 4271 §9.1.1).</summary>
    LocalPref,

    /// <summary>The shorter AS_PATH, §9.1.2.2 a.</summary>
    AsPathLength,

    /// <summary>The lower ORIGIN, §9.1.2.2 b.</summary>
    Origin,

    /// <summary>The lower MULTI_EXIT_DISC among paths from one neighbouring AS, §9.1.2.2 c.</summary>
    MultiExitDisc,

    /// <summary>External before internal, §9.1.2.2 d.</summary>
    ExternalOverInternal,

    /// <summary>The path that was the best one before, of external ones that tie so far (RFC 5004); only where that is configured.</summary>
    OldestExternal,

    /// <summary>The lower BGP Identifier, or ORIGINATOR_ID where there is one, §9.1.2.2 f and RFC 4456 §9.</summary>
    RouterId,

    /// <summary>The shorter CLUSTER_LIST, RFC 4456 §9.</summary>
    ClusterListLength,

    /// <summary>The lower peer address, §9.1.2.2 g.</summary>
    PeerAddress,

    /// <summary>The lower path identifier among equal paths of one neighbour (RFC 7911): a choice of ours, so that there is one.</summary>
    PathIdentifier,
}
