namespace BgpNode.Protocol.Session;

/// <summary>Who or what ended a connection.</summary>
public enum DownCause
{
    /// <summary>We told the peer with a NOTIFICATION.</summary>
    NotificationSent,

    /// <summary>The peer told us with a NOTIFICATION.</summary>
    NotificationReceived,

    /// <summary>TCP: refused, closed, reset or timed out.</summary>
    ConnectionLost,

    /// <summary>Stopped before there was a peer to tell.</summary>
    Stopped,

    /// <summary>The peer took nothing of what we sent for the send hold time (RFC 9687).</summary>
    PeerNotReading,
}
