namespace BgpNode.Protocol.Session;

/// <summary>The states of RFC 4271 §8.2.2, in the order in which a session climbs through them.</summary>
public enum SessionState
{
    /// <summary>Refuses connections; waits for a start, or for the idle hold timer after a failure.</summary>
    Idle,

    /// <summary>Waits for its own TCP connection to complete.</summary>
    Connect,

    /// <summary>Waits for the peer's TCP connection, or for the next try.</summary>
    Active,

    /// <summary>OPEN is sent; waits for the peer's.</summary>
    OpenSent,

    /// <summary>The OPENs agree; waits for KEEPALIVE.</summary>
    OpenConfirm,

    /// <summary>Exchanges routes.</summary>
    Established,
}
