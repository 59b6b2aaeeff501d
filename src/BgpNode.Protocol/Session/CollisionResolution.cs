using BgpNode.Net;

namespace BgpNode.Protocol.Session;

/// <summary>
/// Which of two connections between the same speakers survives (RFC 4271 §6.8; RFC 6286 §2.3 when both have the same identifier).
/// </summary>
/// <remarks>
/// <para>Asked when an OPEN was received, and never at any other time. Both ends dial at once in a mesh, so both ask, and both must come to the
/// same answer without a flap. Three rules give that:</para>
/// <para>1. Of two connections on which OPENs were sent, the one that the dominant speaker made survives. RFC 4271 §6.8 demands this for
/// OpenConfirm and permits it for OpenSent when the identifier is known, as it is from this OPEN. Waiting for OpenConfirm on both would let
/// one end reach Established on a connection that the other end is about to close.</para>
/// <para>2. An attempt of ours without a TCP connection is given up: the peer cannot have seen an OPEN of ours on it.</para>
/// <para>3. Established wins over everything, since the peer has committed to that connection with a KEEPALIVE.</para>
/// </remarks>
public static class CollisionResolution
{
    /// <param name="localId">Our identifier.</param>
    /// <param name="localAs">Our AS.</param>
    /// <param name="peerId">The peer's identifier, from the OPEN.</param>
    /// <param name="peerAs">The peer's AS, from the OPEN.</param>
    /// <param name="weInitiatedThis">Whether we made the connection on which the OPEN came; the other one was made by the other side.</param>
    /// <param name="other">The state of the other connection.</param>
    public static CollisionVerdict Decide(
        RouterId localId, AsNumber localAs, RouterId peerId, AsNumber peerAs, bool weInitiatedThis, SessionState other)
    {
        bool weAreDominant = localId != peerId ? localId > peerId : localAs > peerAs;
        return other switch
        {
            SessionState.Idle => CollisionVerdict.NoCollision,
            SessionState.Connect or SessionState.Active => CollisionVerdict.KeepThis,
            SessionState.Established => CollisionVerdict.KeepOther,
            _ => weInitiatedThis == weAreDominant ? CollisionVerdict.KeepThis : CollisionVerdict.KeepOther,
        };
    }
}
