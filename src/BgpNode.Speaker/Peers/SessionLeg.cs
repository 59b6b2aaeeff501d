using BgpNode.Protocol.Session;
using BgpNode.Speaker.Connections;
using BgpNode.Speaker.Timers;

namespace BgpNode.Speaker.Peers;

/// <summary>
/// One of the two state tables of a session (RFC 4271 §8.2.1): for the connection that we make, or for the one that the peer makes.
/// Touched by the session's loop only, but for what the hold timer looks at.
/// </summary>
internal sealed class SessionLeg
{
    private volatile PeerConnection? _connection;

    public required bool Outgoing { get; init; }

    public SessionState State { get; set; }

    public PeerConnection? Connection
    {
        get => _connection;
        set => _connection = value;
    }

    /// <summary>The attempt that is being made; cancelled to give it up.</summary>
    public CancellationTokenSource? Dial { get; set; }

    public required LoopTimer Hold { get; init; }

    public required LoopTimer Keepalive { get; init; }
}
