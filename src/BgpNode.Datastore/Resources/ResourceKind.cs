namespace BgpNode.Datastore.Resources;

/// <summary>The kinds that bgpnode acts on. All but <see cref="Announcement"/> are Calico's, <c>projectcalico.org/v3</c>.</summary>
public enum ResourceKind
{
    Node,
    BGPConfiguration,
    BGPPeer,
    BGPFilter,
    IPPool,
    WorkloadEndpoint,

    /// <summary>Our own, <c>bgpnode.io/v1</c>.</summary>
    Announcement,
}
