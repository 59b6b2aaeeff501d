using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Connections;
using BgpNode.Speaker.Sockets;

namespace BgpNode.Speaker.Peers;

/// <summary>What a session's loop takes from its inbox. A closed set.</summary>
internal abstract record SessionInput
{
    private SessionInput()
    {
    }

    /// <summary>Completed when the loop has acted on it; null when nobody waits.</summary>
    public TaskCompletionSource? Done { get; init; }

    /// <summary>An event of the state table, from a connection.</summary>
    public sealed record Heard(PeerConnection From, SessionEvent Event) : SessionInput;

    /// <summary>An OPEN that is right in itself.</summary>
    public sealed record Opened(PeerConnection From, OpenMessage Open) : SessionInput;

    /// <summary>A bug of ours in a reader or writer.</summary>
    public sealed record Broken(PeerConnection From, Exception Exception) : SessionInput;

    /// <summary>Our attempt succeeded.</summary>
    public sealed record Dialed(CancellationTokenSource Attempt, PeerTransport Transport) : SessionInput;

    /// <summary>Our attempt failed.</summary>
    public sealed record NotDialed(CancellationTokenSource Attempt, string Problem) : SessionInput;

    /// <summary>The peer connected.</summary>
    public sealed record Accepted(PeerTransport Transport) : SessionInput;

    /// <summary>A timer of a leg ran out.</summary>
    public sealed record LegTimerDue(SessionLeg Leg, SessionTimer Timer) : SessionInput;

    /// <summary>The connect retry or the idle hold timer ran out.</summary>
    public sealed record SessionTimerDue(SessionTimer Timer) : SessionInput;

    /// <summary>The RIB wants the session to end; the error waits beside the inbox.</summary>
    public sealed record RibFailed : SessionInput;

    /// <summary>BFD says that the path has failed; that is noted beside the inbox.</summary>
    public sealed record PathFailed : SessionInput;

    /// <summary>The link of a link-local or unnumbered neighbour can carry nothing now.</summary>
    public sealed record LinkLost : SessionInput;

    /// <summary>Begin, or go on with another configuration; <paramref name="Problem"/> says why the session may not start.</summary>
    public sealed record Configure(PeerConfig Config, string? Problem) : SessionInput;

    /// <summary>End the established session with this NOTIFICATION and begin anew.</summary>
    public sealed record Reset(ProtocolError Error) : SessionInput;

    /// <summary>Ask the peer for its routes again, send it ours again, or both.</summary>
    public sealed record Refresh(bool Inbound, bool Outbound) : SessionInput;

    /// <summary>This node is on its way out, or back.</summary>
    public sealed record DrainMoved : SessionInput;

    /// <summary>End for good; before a restart without a word to whoever keeps our routes meanwhile.</summary>
    public sealed record Stop(ProtocolError Error, bool Restarts) : SessionInput;
}
