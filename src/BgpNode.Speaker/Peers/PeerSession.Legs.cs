using System.Net.Sockets;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Connections;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Timers;

namespace BgpNode.Speaker.Peers;

/// <content>The state tables and what they ask for.</content>
internal sealed partial class PeerSession
{
    private SessionLeg NewLeg(bool outgoing)
    {
        SessionLeg leg = null!;
        return leg = new SessionLeg
        {
            Outgoing = outgoing,
            Hold = new LoopTimer(_context.Timers, now => OnHoldDue(leg, now), jitter: false),
            Keepalive = new LoopTimer(_context.Timers, now => Report(new SessionInput.LegTimerDue(leg, SessionTimer.Keepalive), now), jitter: true),
        };
    }

    private void Apply(SessionLeg leg, SessionEvent e)
    {
        SessionState from = leg.State;
        Transition taken = _fsm.On(from, e);
        leg.State = taken.Next;
        if (taken.Because is { } because)
        {
            NoteEnd(leg, from, because);
        }

        foreach (SessionAction action in taken.Actions)
        {
            Act(leg, action);
        }

        if (!leg.Outgoing && leg.State <= SessionState.Active)
        {
            leg.State = SessionState.Idle; // the peer's connection is gone; the outgoing leg is the one that waits for the next
        }
    }

    private void Act(SessionLeg leg, SessionAction action)
    {
        switch (action)
        {
            case SessionAction.StartConnect:
                Dial(leg);
                break;
            case SessionAction.DropConnection:
                Drop(leg);
                break;
            case SessionAction.SendOpen:
                _offer = _config.ToOffer(_context.Forwarding); // it says how our own restart stands now
                leg.Connection?.TrySend(ControlMessage.Open(_offer.ToMessage()));
                break;
            case SessionAction.SendKeepalive:
                leg.Connection?.TrySend(ControlMessage.Keepalive);
                break;
            case SessionAction.SendNotification { Error: var error }:
                leg.Connection?.TrySend(ControlMessage.Notification(error));
                break;
            case SessionAction.StartTimer { Timer: var timer, Duration: var duration }:
                StartTimer(leg, timer, duration);
                break;
            case SessionAction.StartBackoff { Timer: var timer, Longest: var longest }:
                StartTimer(leg, timer, RetryBackoff.Delay(_connectRetryCounter, longest));
                break;
            case SessionAction.RestartTimer { Timer: var timer }:
                TimerOf(leg, timer).Restart();
                break;
            case SessionAction.StopTimer { Timer: var timer }:
                StopTimer(leg, timer);
                break;
            case SessionAction.IncrementConnectRetryCounter:
                _connectRetryCounter++;
                break;
            case SessionAction.ZeroConnectRetryCounter:
                _connectRetryCounter = 0;
                break;
            case SessionAction.PeerUp:
                OnUp(leg);
                break;
            case SessionAction.PeerDown { Reason: var reason }:
                OnDown(reason);
                break;
            default:
                throw new InvalidOperationException($"no such action: {action}");
        }
    }

    private LoopTimer TimerOf(SessionLeg leg, SessionTimer timer) => timer switch
    {
        SessionTimer.Hold => leg.Hold,
        SessionTimer.Keepalive => leg.Keepalive,
        SessionTimer.ConnectRetry => _connectRetry,
        _ => _idleHold,
    };

    // When the peer's connection fails, what comes next is up to the leg that dials: it goes on if it is under way, and rests first if it is not.
    private void StartTimer(SessionLeg leg, SessionTimer timer, TimeSpan duration)
    {
        if (leg.Outgoing || timer is SessionTimer.Hold or SessionTimer.Keepalive)
        {
            TimerOf(leg, timer).Start(duration);
        }
        else if (_outgoing.State == SessionState.Idle && (_resting || !_idleHold.IsRunning))
        {
            _idleHold.Start(duration);
        }
    }

    private void StopTimer(SessionLeg leg, SessionTimer timer)
    {
        if (leg.Outgoing || timer is SessionTimer.Hold or SessionTimer.Keepalive)
        {
            TimerOf(leg, timer).Stop();
        }
    }

    private void Drop(SessionLeg leg)
    {
        leg.Dial?.Cancel();
        leg.Dial = null;
        leg.Hold.Stop();
        leg.Keepalive.Stop();
        if (leg.Connection is { } connection)
        {
            leg.Connection = null;
            Track(connection.CloseAsync());
        }
    }

    private void Track(Task closing) => _closed = _closed.IsCompleted ? closing : Task.WhenAll(_closed, closing);

    private void Dial(SessionLeg leg)
    {
        var attempt = new CancellationTokenSource();
        leg.Dial = attempt;
        _ = DialAsync(_config, attempt);
    }

    // An attempt that signs with an old key would never be answered.
    private void DialAgain()
    {
        if (_outgoing.Dial is { } attempt)
        {
            attempt.Cancel();
            Dial(_outgoing);
        }
    }

    private async Task DialAsync(PeerConfig config, CancellationTokenSource attempt)
    {
        try
        {
            Tell(new SessionInput.Dialed(attempt, await _context.Dialer.ConnectAsync(config, attempt.Token)));
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested)
        {
            // Given up.
        }
        catch (SocketException e)
        {
            Tell(new SessionInput.NotDialed(attempt, e.Message));
        }
        catch (Exception e)
        {
            LogDialFailed(e, config.Name);
            Tell(new SessionInput.NotDialed(attempt, e.Message));
        }
    }

    private void OnDialed(CancellationTokenSource attempt, PeerTransport transport)
    {
        if (attempt != _outgoing.Dial)
        {
            transport.Close(); // given up while it succeeded
            return;
        }

        _outgoing.Dial = null;
        Connect(_outgoing, transport);
        Apply(_outgoing, new SessionEvent.TcpCrAcked());
    }

    private void OnAccepted(PeerTransport transport)
    {
        EndForNewConnection();
        if (!IsWanted || _resting)
        {
            Refuse(transport, ProtocolError.ConnectionRejected); // RFC 4486 §4
        }
        else if (_outgoing.State == SessionState.Established || _incoming.State >= SessionState.OpenConfirm)
        {
            Refuse(transport, ProtocolError.ConnectionCollisionResolution); // RFC 4271 §6.8: an established connection wins
        }
        else
        {
            // One unfinished connection of a peer at a time: a new one means that it has forgotten the old one.
            Drop(_incoming);
            _incoming.State = SessionState.Active;
            Connect(_incoming, transport);
            Apply(_incoming, new SessionEvent.TcpConnectionConfirmed());
        }
    }

    // TCP would notice only when the hold time is over.
    private void OnLinkLost()
    {
        _linkLost = true;
        foreach (SessionLeg leg in new[] { _incoming, _outgoing })
        {
            if (leg.Connection is not null)
            {
                Apply(leg, new SessionEvent.TcpConnectionFails());
            }
        }

        _linkLost = false;
    }

    private void Connect(SessionLeg leg, PeerTransport transport)
    {
        leg.Connection = new PeerConnection(transport, this, _received, _sent, _context.Clock);
        leg.Connection.Start();
    }

    private void Refuse(PeerTransport transport, ProtocolError error)
    {
        LogRefused(_config.Name, transport.Remote, error);
        var connection = new PeerConnection(transport, this, _received, _sent, _context.Clock);
        connection.Start();
        connection.TrySend(ControlMessage.Notification(error));
        Track(connection.CloseAsync());
    }

    private void OnOpen(SessionLeg leg, OpenMessage open)
    {
        _capabilitiesReceived = open.Capabilities;
        if (!OpenNegotiation.TryAgree(_offer, open, out Agreement? agreed, out ProtocolError? error))
        {
            Apply(leg, new SessionEvent.BgpOpenMsgErr(error!.Value));
            return;
        }

        if (leg.State == SessionState.OpenSent)
        {
            SessionLeg other = Other(leg);
            switch (CollisionResolution.Decide(_offer.LocalId, _offer.LocalAs, agreed.PeerId, agreed.PeerAs, leg.Outgoing, other.State))
            {
                case CollisionVerdict.KeepOther:
                    Apply(leg, new SessionEvent.OpenCollisionDump());
                    return;
                case CollisionVerdict.KeepThis:
                    Apply(other, new SessionEvent.OpenCollisionDump());
                    break;
                default:
                    break;
            }

            leg.Connection?.Agree(agreed, _offer.ExtendedMessages);
        }

        Apply(leg, new SessionEvent.BgpOpen(agreed));
    }

    // On the timer thread.
    private long? OnHoldDue(SessionLeg leg, long now) => leg.Connection is not { } connection ? null
        : NotSilentBefore(connection, leg.Hold.Duration, now) is { } later ? later
        : Report(new SessionInput.LegTimerDue(leg, SessionTimer.Hold), now);

    // A peer is silent only when nothing of it waits for us. Every message counts, so the deadline moves when it is reached and not with each message.
    private long? NotSilentBefore(PeerConnection connection, TimeSpan hold, long now)
    {
        long deadline = _context.Timers.Later(connection.LastHeard, hold);
        return deadline > now ? deadline
            : connection.HasUnread ? _context.Timers.Later(now, TimeSpan.FromTicks(Math.Min(hold.Ticks / 3, TimeSpan.TicksPerSecond)))
            : null;
    }

    private void OnLegTimer(SessionLeg leg, SessionTimer timer)
    {
        LoopTimer due = TimerOf(leg, timer);
        if (!due.IsDue || leg.Connection is not { } connection)
        {
            return; // stopped or set anew since
        }

        if (timer == SessionTimer.Keepalive)
        {
            // RFC 9687 §3.2: eight minutes, or twice the hold time if that is more.
            bool stuck = connection.OutputBlocked > TimeSpan.FromTicks(Math.Max(2 * leg.Hold.Duration.Ticks, 8 * TimeSpan.TicksPerMinute));
            Apply(leg, stuck ? new SessionEvent.SendHoldTimerExpires() : new SessionEvent.KeepaliveTimerExpires());
        }
        else if (NotSilentBefore(connection, leg.Hold.Duration, _context.Clock.GetTimestamp()) is null)
        {
            Apply(leg, new SessionEvent.HoldTimerExpires());
        }
        else
        {
            leg.Hold.Restart(); // heard since the timer thread looked
        }
    }

    private void OnSessionTimer(SessionTimer timer)
    {
        LoopTimer due = timer == SessionTimer.ConnectRetry ? _connectRetry : _idleHold;
        if (!due.IsDue || !IsWanted)
        {
            return; // stopped or set anew since
        }

        due.Stop();
        if (timer == SessionTimer.ConnectRetry)
        {
            _lastProblem = "no answer within the connect retry time";
            Apply(_outgoing, new SessionEvent.ConnectRetryTimerExpires());
        }
        else
        {
            _resting = false;
            if (_incoming.State < SessionState.OpenSent) // while the peer's connection is under way there is no need for ours
            {
                Apply(_outgoing, new SessionEvent.IdleHoldTimerExpires());
            }
        }
    }
}
