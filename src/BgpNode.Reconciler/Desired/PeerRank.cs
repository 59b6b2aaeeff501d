namespace BgpNode.Reconciler.Desired;

/// <summary>Where a neighbour comes from; of two with one address the greater stands.</summary>
internal enum PeerRank
{
    Mesh,

    /// <summary>The other half of a session that another node's BGPPeer describes.</summary>
    Implied,

    /// <summary>A BGPPeer for every node.</summary>
    Global,

    /// <summary>A BGPPeer with <c>node</c> or <c>nodeSelector</c>.</summary>
    Node,
}
