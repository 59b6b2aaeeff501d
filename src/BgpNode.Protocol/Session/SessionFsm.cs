using BgpNode.Protocol.Wire;
using static BgpNode.Protocol.Session.SessionAction;

namespace BgpNode.Protocol.Session;

/// <summary>
/// The state machine of RFC 4271 §8.2.2 for one connection: a pure, total table without socket, clock or logger. One file per state, its rows
/// in the RFC's order, its "any other event" last. A peer has a table for the connection it makes and one for the connection that the other
/// side makes, until <see cref="CollisionResolution"/> leaves one (§8.2.1).
/// </summary>
/// <remarks>
/// Left out: DelayOpen (events 12 and 20 are there and go where the RFC sends them without it) and CollisionDetectEstablishedState.
/// DampPeerOscillations is always on: every failure waits in Idle for the idle hold timer.
/// </remarks>
public sealed partial class SessionFsm(FsmSettings settings)
{
    public Transition On(SessionState state, SessionEvent e) => state switch
    {
        SessionState.Idle => OnIdle(e),
        SessionState.Connect => OnConnect(e),
        SessionState.Active => OnActive(e),
        SessionState.OpenSent => OnOpenSent(e),
        SessionState.OpenConfirm => OnOpenConfirm(e),
        SessionState.Established => OnEstablished(e),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    // Where a successful TCP connection leads, from Connect and Active alike.
    private Transition SendOpenAndWait() => new(
        SessionState.OpenSent,
        new StopTimer(SessionTimer.ConnectRetry),
        new SendOpen(),
        new StartTimer(SessionTimer.Hold, settings.InitialHoldTime));

    // The RFC's closing list for an operator's stop: the counter starts again and nothing brings the session back but a start.
    private static Transition Stop(SessionState from, DownReason because) => new(SessionState.Idle,
    [
        .. Farewell(from, because),
        new StopTimer(SessionTimer.ConnectRetry),
        new StopTimer(SessionTimer.IdleHold),
        new DropConnection(),
        new ZeroConnectRetryCounter(),
    ])
    {
        Because = because,
    };

    // The RFC's closing list for everything else: count, damp, and come back when the idle hold timer says so.
    private Transition Fail(SessionState from, DownReason because, TimeSpan? stayDown = null) => new(SessionState.Idle,
    [
        .. Farewell(from, because),
        new StopTimer(SessionTimer.ConnectRetry),
        new DropConnection(),
        new IncrementConnectRetryCounter(),
        stayDown is { } rest
            ? new StartTimer(SessionTimer.IdleHold, rest)
            : new StartBackoff(SessionTimer.IdleHold, settings.ConnectRetryTime),
    ])
    {
        Because = because,
    };

    private static SessionAction[] Farewell(SessionState from, DownReason because) =>
    [
        .. because is { Cause: DownCause.NotificationSent, Error: { } error } ? [new SendNotification(error)] : Array.Empty<SessionAction>(),
        .. from == SessionState.Established ? [new PeerDown(because)] : Array.Empty<SessionAction>(),
    ];

    // RFC 6608 §3: the subcode says in which state, the data which message. Events that are no message have no subcode.
    private Transition Unexpected(SessionState from, SessionEvent e) => Fail(from, DownReason.Sent((from, e.MessageType) switch
    {
        (_, 0) => ProtocolError.FiniteStateMachine,
        (SessionState.OpenSent, var type) => ProtocolError.UnexpectedInOpenSent(type),
        (SessionState.OpenConfirm, var type) => ProtocolError.UnexpectedInOpenConfirm(type),
        (_, var type) => ProtocolError.UnexpectedInEstablished(type),
    }));
}
