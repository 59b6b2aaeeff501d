namespace BgpNode.Protocol.Session;

/// <summary>The session attributes of RFC 4271 §8 that the table needs.</summary>
public sealed record FsmSettings
{
    /// <summary>The RFC suggests 120 seconds; nodes of a cluster want their neighbours back sooner.</summary>
    public TimeSpan ConnectRetryTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for the peer's OPEN. RFC 4271 §8.2.2 suggests four minutes.</summary>
    public TimeSpan InitialHoldTime { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Between KEEPALIVEs; null for a third of the agreed hold time (§4.4).</summary>
    public TimeSpan? KeepaliveTime { get; init; }

    /// <summary>Only the peer connects.</summary>
    public bool Passive { get; init; }

    /// <summary>
    /// The KEEPALIVE interval of a hold time: what is configured, but never more than a third of what was agreed (§10).
    /// </summary>
    public TimeSpan KeepaliveFor(TimeSpan holdTime)
    {
        TimeSpan third = holdTime / 3;
        return KeepaliveTime is { } configured && configured < third ? configured : third;
    }
}
