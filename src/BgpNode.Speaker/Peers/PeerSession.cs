using System.Net.Sockets;
using System.Threading.Channels;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Connections;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Timers;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Peers;

/// <summary>
/// One neighbour: its configuration, its two state tables and their connections. One loop with one bounded inbox owns all of it and never waits
/// for anything but the next input; whoever may have to wait (dialling, reading, writing, the RIB) does so elsewhere and reports back.
/// </summary>
internal sealed partial class PeerSession : IConnectionOwner
{
    /// <summary>A reader has one message in the inbox at a time, a timer one expiry; the rest is room for commands.</summary>
    public const int Capacity = 64;

    private readonly Channel<SessionInput> _inbox = Channel.CreateBounded<SessionInput>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly SpeakerContext _context;
    private readonly ILogger _logger;
    private readonly MessageCounters _received = new();
    private readonly MessageCounters _sent = new();
    private readonly SessionLeg _outgoing;
    private readonly SessionLeg _incoming;
    private readonly LoopTimer _connectRetry;
    private readonly LoopTimer _idleHold;
    private readonly Task _loop;

    // The loop's own.
    private PeerConfig _config;
    private SessionFsm _fsm;
    private OpenOffer _offer;
    private string? _problem;
    private bool _started;
    private bool _stopped;
    private bool _resting;
    private bool _linkLost;
    private int _connectRetryCounter;
    private Task _closed = Task.CompletedTask;

    // From the RIB, at any time: the first error wins.
    private RibError? _ribError;

    public PeerSession(PeerConfig config, SpeakerContext context)
    {
        (_config, _context, _logger) = (config, context, context.Logger);
        (_fsm, _offer) = (new SessionFsm(config.ToFsmSettings()), config.ToOffer(context.Forwarding));
        _outgoing = NewLeg(outgoing: true);
        _incoming = NewLeg(outgoing: false);
        _connectRetry = new LoopTimer(context.Timers, now => Report(new SessionInput.SessionTimerDue(SessionTimer.ConnectRetry), now), jitter: true);
        _idleHold = new LoopTimer(context.Timers, now => Report(new SessionInput.SessionTimerDue(SessionTimer.IdleHold), now), jitter: true);
        _drained = context.Drain.Phase;
        (_since, _sinceStamp) = (context.Clock.GetUtcNow(), context.Clock.GetTimestamp());
        _status = Describe();
        _loop = RunAsync();
    }

    /// <summary>The configuration that was last taken.</summary>
    public PeerConfig Config => _status.Config;

    /// <summary>Begins with the configuration that it was made with, without waiting for it to be in force.</summary>
    public void Begin() => _inbox.Writer.TryWrite(new SessionInput.Configure(_config, Problem: null)); // the first input always finds room

    /// <summary>Begins with the first configuration and goes on with another one. Completes when it is in force; an old connection may still be closing.</summary>
    /// <param name="config">What is wanted.</param>
    /// <param name="problem">Why the session may not start, as the end of "it stays down: ..."; null when it may.</param>
    public ValueTask ConfigureAsync(PeerConfig config, string? problem) => AskAsync(done => new SessionInput.Configure(config, problem) { Done = done });

    /// <summary>The neighbour's link can carry nothing now. Never blocks; a session that has no room for it falls with its hold time.</summary>
    public void LinkLost() => _inbox.Writer.TryWrite(new SessionInput.LinkLost());

    /// <summary>The peer connected. False when the session is ending.</summary>
    public bool TryAccept(PeerTransport transport) => _inbox.Writer.TryWrite(new SessionInput.Accepted(transport));

    /// <summary>Ends the session. Completes when the connections are closed and the routes are gone.</summary>
    /// <param name="error">Told to the peer.</param>
    /// <param name="restarts">We will be back: a peer that keeps our routes meanwhile (RFC 4724) is not told anything, or it would not.</param>
    public async Task StopAsync(ProtocolError error, bool restarts = false)
    {
        await AskAsync(done => new SessionInput.Stop(error, restarts) { Done = done });
        await _loop;
        await _closed;
        await _left;
    }

    /// <summary>Ends the established session with this NOTIFICATION and begins anew. Nothing when there is none.</summary>
    public ValueTask ResetAsync(ProtocolError error) => AskAsync(done => new SessionInput.Reset(error) { Done = done });

    /// <summary>Goes through the routes again; the session stays (RFC 2918).</summary>
    public ValueTask RefreshAsync(bool inbound, bool outbound) => AskAsync(done => new SessionInput.Refresh(inbound, outbound) { Done = done });

    /// <summary>This node is on its way out, or back; <see cref="Drain"/> says how far.</summary>
    public ValueTask FollowDrainAsync() => AskAsync(done => new SessionInput.DrainMoved { Done = done });

    public ValueTask ReceivedAsync(PeerConnection from, SessionEvent e) => AskAsync(done => new SessionInput.Heard(from, e) { Done = done });

    public ValueTask OpenReceivedAsync(PeerConnection from, OpenMessage open) => AskAsync(done => new SessionInput.Opened(from, open) { Done = done });

    public void ConnectionFailed(PeerConnection from, Exception exception) => Tell(new SessionInput.Broken(from, exception));

    private async ValueTask AskAsync(Func<TaskCompletionSource, SessionInput> input)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _inbox.Writer.WriteAsync(input(done));
        }
        catch (ChannelClosedException)
        {
            return; // the session has ended; there is nothing left to say it to
        }

        await done.Task;
    }

    // For tasks of the session that have nobody to make wait.
    private void Tell(SessionInput input) => _ = AskAsync(_ => input with { Done = null }).AsTask();

    // For the timer thread, which never waits: when there is no room it asks again in a moment.
    private long? Report(SessionInput input, long now) =>
        _inbox.Writer.TryWrite(input) ? null : _context.Timers.Later(now, TimeSpan.FromMilliseconds(50));

    private async Task RunAsync()
    {
        await foreach (SessionInput input in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                Handle(input);
                if (Interlocked.Exchange(ref _ribError, null) is { } wish)
                {
                    EndForRib(wish.Connection, wish.Error);
                }

                EndWhenPathFailed();
            }
            catch (Exception e)
            {
                LogInputFailed(e, _config.Name);
                Abandon();
            }

            Publish();
            input.Done?.TrySetResult();
        }
    }

    private void Handle(SessionInput input)
    {
        switch (input)
        {
            case SessionInput.Heard heard when LegOf(heard.From) is { } leg:
                Apply(leg, heard.Event);
                break;
            case SessionInput.Opened opened when LegOf(opened.From) is { } leg:
                OnOpen(leg, opened.Open);
                break;
            case SessionInput.Broken broken when LegOf(broken.From) is { } leg:
                LogConnectionBroken(broken.Exception, _config.Name);
                Apply(leg, new SessionEvent.AutomaticStop(new ProtocolError(NotificationCode.Cease, 0)));
                break;
            case SessionInput.Dialed dialed:
                OnDialed(dialed.Attempt, dialed.Transport);
                break;
            case SessionInput.NotDialed failed when failed.Attempt == _outgoing.Dial:
                _lastProblem = failed.Problem;
                Apply(_outgoing, new SessionEvent.TcpConnectionFails());
                break;
            case SessionInput.Accepted accepted:
                OnAccepted(accepted.Transport);
                break;
            case SessionInput.LegTimerDue due:
                OnLegTimer(due.Leg, due.Timer);
                break;
            case SessionInput.SessionTimerDue due:
                OnSessionTimer(due.Timer);
                break;
            case SessionInput.LinkLost:
                OnLinkLost();
                break;
            case SessionInput.Configure configure:
                OnConfigure(configure.Config, configure.Problem);
                break;
            case SessionInput.Reset reset when _up?.Connection is { } connection:
                EndForRib(connection, reset.Error);
                break;
            case SessionInput.Reset when _resting:
                MeetAgain();
                break;
            case SessionInput.Refresh refresh when _up?.Connection is { } connection:
                Refresh(connection, refresh);
                break;
            case SessionInput.DrainMoved:
                FollowDrain();
                break;
            case SessionInput.Stop stop:
                _stopped = true;
                LeaveForRestart(stop.Restarts);
                StopBoth(stop.Error);
                ForgetRoutes();
                FollowBfd();
                _inbox.Writer.TryComplete();
                break;
            default:
                break; // from a connection or an attempt that is no longer ours
        }
    }

    private bool IsWanted => _started && !_stopped && !_config.Disabled && _problem is null && _context.Drain.Phase != DrainPhase.Gone;

    private SessionLeg? LegOf(PeerConnection connection) =>
        _outgoing.Connection == connection ? _outgoing : _incoming.Connection == connection ? _incoming : null;

    private SessionLeg Other(SessionLeg leg) => leg == _outgoing ? _incoming : _outgoing;

    private void StopBoth(ProtocolError error)
    {
        Apply(_incoming, new SessionEvent.ManualStop(error));
        Apply(_outgoing, new SessionEvent.ManualStop(error));
        _resting = false;
    }

    private void OnConfigure(PeerConfig config, string? problem)
    {
        ConfigChange change = PeerConfig.ChangeEffect(_config, config);
        bool first = !_started;
        bool newPolicy = _config.Policy != config.Policy;
        bool rests = _resting && _config != config; // another configuration may be the answer to what keeps it down
        bool keyLost = change.Effect == ConfigEffect.KeyChange && !TryChangeKey(config.Key!, _config.Key);
        bool reset = first || change.Effect == ConfigEffect.Reset || problem != _problem || keyLost;
        (_config, _problem, _started) = (config, problem, true);
        if (reset && !first)
        {
            LogReset(config.Name, change.Effect == ConfigEffect.Reset ? change.Reason : keyLost ? "its key could not be changed on the connection" : "its key can be set again, or no longer");
            StopBoth(config.Disabled ? ProtocolError.AdministrativeShutdown(config.ShutdownMessage) : ProtocolError.OtherConfigurationChange);
        }

        (_fsm, _offer) = (new SessionFsm(config.ToFsmSettings()), config.ToOffer(_context.Forwarding));
        if (change.Effect == ConfigEffect.KeyChange && !reset)
        {
            LogKeyChanged(config.Name);
            DialAgain();
        }

        if (newPolicy && !reset)
        {
            LogPolicy(config.Name);
            _rib?.ChangePolicy(_context.Drain.Of(config.Policy));
        }

        if (rests && !reset)
        {
            MeetAgain();
        }

        if (problem is not null)
        {
            LogMayNotStart(config.Name, problem);
            _lastDown = new SessionError($"it stays down: {problem}", _context.Clock.GetUtcNow());
        }
        else if (reset && IsWanted)
        {
            Apply(_outgoing, config.Passive ? new SessionEvent.ManualStartWithPassiveTcpEstablishment() : new SessionEvent.ManualStart());
        }

        if (!IsWanted || change.Effect == ConfigEffect.Reset)
        {
            ForgetRoutes();
        }

        FollowBfd();
    }

    // RFC 2385 §1: a key may change while a connection lasts. The two ends change at two moments: what is signed with the other key in between
    // is dropped, and TCP sends it again. The hold time says how long that may take.
    private bool TryChangeKey(PeerKey key, PeerKey? before)
    {
        try
        {
            _outgoing.Connection?.SetKey(key, before);
            _incoming.Connection?.SetKey(key, before);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // RFC 4486 §4: a neighbour that sent too much would only do so again, so it is not met for a while.
    private void EndForRib(PeerConnection connection, ProtocolError error)
    {
        if (_up is { } leg && leg.Connection == connection)
        {
            bool overLimit = error is { Code: NotificationCode.Cease, Subcode: 1 };
            _resting = overLimit || error == ProtocolError.OutOfResources;
            _limitEnds += overLimit ? 1 : 0;
            Apply(leg, new SessionEvent.AutomaticStop(error, _resting ? _config.Policy.RestartAfter : null));
        }
    }

    // The operator says that the neighbour is well again.
    private void MeetAgain()
    {
        _resting = false;
        _idleHold.Stop();
        if (IsWanted)
        {
            Apply(_outgoing, new SessionEvent.IdleHoldTimerExpires());
        }
    }

    private void Refresh(PeerConnection connection, SessionInput.Refresh refresh)
    {
        foreach (Family family in FamilyExtensions.All)
        {
            if (connection.Agreement?.Families.Has(family) != true)
            {
                continue;
            }

            if (refresh.Inbound && connection.Agreement.RouteRefresh)
            {
                connection.TrySend(ControlMessage.RouteRefresh(new RouteRefreshMessage(family.Afi(), 1, RouteRefreshMessage.Request)));
            }

            if (refresh.Outbound)
            {
                _rib?.SendAgain(family);
            }
        }
    }

    // After a bug in our own loop: whatever state it left, both connections end and the session tries again.
    private void Abandon()
    {
        LeaveRib(FamilySet.None);
        foreach (SessionLeg leg in new[] { _incoming, _outgoing })
        {
            Drop(leg);
            leg.State = SessionState.Idle;
        }

        if (IsWanted)
        {
            _idleHold.Start(_config.ConnectRetryTime);
        }
    }

    private sealed record RibError(PeerConnection Connection, ProtocolError Error);
}
