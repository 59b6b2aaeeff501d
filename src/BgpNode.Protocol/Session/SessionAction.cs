using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>What the table asks its owner to do, in the order given. A closed set.</summary>
public abstract record SessionAction
{
    private SessionAction()
    {
    }

    /// <summary>Begin a TCP connection to the peer.</summary>
    public sealed record StartConnect : SessionAction;

    /// <summary>Close the connection, or give up the one that is being made. What was queued is sent first; its hold and keepalive timers go with it.</summary>
    public sealed record DropConnection : SessionAction;

    public sealed record SendOpen : SessionAction;

    public sealed record SendKeepalive : SessionAction;

    public sealed record SendNotification(ProtocolError Error) : SessionAction;

    /// <summary>Start or start anew. The owner applies jitter (RFC 4271 §10).</summary>
    public sealed record StartTimer(SessionTimer Timer, TimeSpan Duration) : SessionAction;

    /// <summary>As <see cref="StartTimer"/>, with a duration that grows with the connect retry counter up to this one (<see cref="RetryBackoff"/>).</summary>
    public sealed record StartBackoff(SessionTimer Timer, TimeSpan Longest) : SessionAction;

    /// <summary>Start anew with the duration it was started with. Nothing when it is not running: a hold time of zero.</summary>
    public sealed record RestartTimer(SessionTimer Timer) : SessionAction;

    public sealed record StopTimer(SessionTimer Timer) : SessionAction;

    /// <summary>ConnectRetryCounter := ConnectRetryCounter + 1.</summary>
    public sealed record IncrementConnectRetryCounter : SessionAction;

    /// <summary>ConnectRetryCounter := 0.</summary>
    public sealed record ZeroConnectRetryCounter : SessionAction;

    /// <summary>Routes may flow, as the OPENs agreed.</summary>
    public sealed record PeerUp : SessionAction;

    /// <summary>The peer's routes go.</summary>
    public sealed record PeerDown(DownReason Reason) : SessionAction;
}
