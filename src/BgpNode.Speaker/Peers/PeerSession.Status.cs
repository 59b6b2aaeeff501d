using System.Collections.Immutable;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Connections;

namespace BgpNode.Speaker.Peers;

/// <content>What others may know. The loop replaces the snapshot, anyone reads it.</content>
internal sealed partial class PeerSession
{
    private DateTimeOffset _since;
    private long _sinceStamp;
    private SessionError? _lastDown;
    private SessionError? _lastSent;
    private SessionError? _lastReceived;
    private string? _lastProblem;
    private string? _saidProblem;
    private long _timesUp;
    private long _timesDown;
    private long _limitEnds;
    private ImmutableArray<Capability> _capabilitiesReceived = [];
    private volatile PeerStatus _status;
    private volatile PeerConnection? _statusConnection;
    private volatile RibLink? _statusRib;

    /// <summary>How the neighbour is now.</summary>
    public PeerStatus Status => _status with
    {
        Routes = _statusRib?.Counters,
        Waiting = _inbox.Reader.Count,
        InputWaiting = _statusConnection?.HasUnread ?? false,
        OutputBlocked = _statusConnection?.OutputBlocked ?? TimeSpan.Zero,
        Bfd = _watch?.Status,
        KeptUntil = IsHelping ? _keptUntil : null,
    };

    private SessionState State => _outgoing.State > _incoming.State ? _outgoing.State : _incoming.State;

    private void Publish()
    {
        SessionState before = _status.State;
        _status = Describe();
        (_statusConnection, _statusRib) = (_up?.Connection, _rib);
        if (before != _status.State)
        {
            string reason = before > _status.State ? _lastDown?.Text ?? "" : "";
            _context.Changed(new SessionChange(_config.Name, _config.RemoteAddress, before, _status.State, reason, _context.Clock.GetUtcNow()));
        }
    }

    private PeerStatus Describe() => new()
    {
        Config = _config,
        State = State,
        Since = _since,
        SinceStamp = _sinceStamp,
        LastDown = _lastDown,
        LastErrorSent = _lastSent,
        LastErrorReceived = _lastReceived,
        TimesUp = _timesUp,
        TimesDown = _timesDown,
        LimitEnds = _limitEnds,
        HeldDownUntil = _resting && _idleHold.IsRunning ? _context.Clock.GetUtcNow() + _idleHold.Left : null,
        Agreement = _up?.Connection?.Agreement,
        KeepaliveTime = _up?.Keepalive is { IsRunning: true } keepalive ? keepalive.Duration : TimeSpan.Zero,
        LocalAddress = _up?.Connection?.Local,
        CapabilitiesSent = _offer.Capabilities,
        CapabilitiesReceived = _capabilitiesReceived,
        Received = _received,
        Sent = _sent,
    };

    // Collisions are the normal course of things between two ends that dial; only what ends the session itself is worth remembering.
    private void NoteEnd(SessionLeg leg, SessionState from, DownReason because)
    {
        if (because.Error == ProtocolError.ConnectionCollisionResolution && from < SessionState.Established)
        {
            LogCollision(_config.Name, leg.Outgoing ? "ours" : "the peer's");
            return;
        }

        if (because == DownReason.Stopped)
        {
            return;
        }

        var error = new SessionError(InWords(because), _context.Clock.GetUtcNow(), because.Error);
        _lastDown = error;
        _lastSent = because.Cause == DownCause.NotificationSent ? error : _lastSent;
        _lastReceived = because.Cause == DownCause.NotificationReceived ? error : _lastReceived;
        if (from == SessionState.Established)
        {
            return; // said when the routes go
        }

        // A neighbour that is away for a week is one line, not one for each try.
        if (error.Text != _saidProblem)
        {
            _saidProblem = error.Text;
            LogProblem(_config.Name, _config.RemoteAddress, error.Text);
        }
        else
        {
            LogProblemAgain(_config.Name, error.Text);
        }
    }

    private string InWords(DownReason reason) => reason switch
    {
        { Cause: DownCause.NotificationSent, Error: { } error } => $"sent {error.Describe()}",
        { Cause: DownCause.NotificationReceived, Error: { } error } => $"received {error.Describe()}",
        { Cause: DownCause.PeerNotReading } => "the neighbour takes nothing of what is sent",
        { Cause: DownCause.Stopped } => "stopped",
        _ when _linkLost => $"link {_config.Interface} was lost",
        _ when _outgoing.Dial is not null && _lastProblem is { } problem => problem,
        _ => "the connection was closed",
    };
}
