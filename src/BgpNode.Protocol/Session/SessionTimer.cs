namespace BgpNode.Protocol.Session;

/// <summary>The timers of RFC 4271 §8.</summary>
public enum SessionTimer
{
    /// <summary>Until the next TCP connection is tried.</summary>
    ConnectRetry,

    /// <summary>Until the silence of a peer ends its session.</summary>
    Hold,

    /// <summary>Until the next KEEPALIVE of ours.</summary>
    Keepalive,

    /// <summary>Until a session that failed leaves Idle again (DampPeerOscillations).</summary>
    IdleHold,
}
