using System.Collections.Immutable;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using Xunit;

namespace BgpNode.Tests.Protocol.Session;

/// <summary>Verbs over the state table: <c>Table.In(OpenSent).On(e).GoesTo(Idle).Doing(...)</c>.</summary>
internal sealed class Table
{
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LargeHold = TimeSpan.FromMinutes(4);
    public static readonly ProtocolError Shutdown = new(NotificationCode.Cease, 2);
    public static readonly ProtocolError SomeError = new(NotificationCode.UpdateMessage, 1);
    public static readonly ProtocolError BadVersion = new(NotificationCode.OpenMessage, 1);

    public static readonly Agreement Agreed = new()
    {
        LocalAs = new AsNumber(65001),
        PeerAs = new AsNumber(65002),
        LocalId = new RouterId(0x0a000001),
        PeerId = new RouterId(0x0a000002),
        HoldTime = 90,
        Families = FamilySet.IPv4,
    };

    /// <summary>One of each event, in the order of their numbers.</summary>
    public static readonly ImmutableArray<SessionEvent> Events =
    [
        new SessionEvent.ManualStart(),
        new SessionEvent.ManualStop(Shutdown),
        new SessionEvent.AutomaticStart(),
        new SessionEvent.ManualStartWithPassiveTcpEstablishment(),
        new SessionEvent.AutomaticStartWithPassiveTcpEstablishment(),
        new SessionEvent.AutomaticStartWithDampPeerOscillations(),
        new SessionEvent.AutomaticStartWithDampPeerOscillationsAndPassiveTcpEstablishment(),
        new SessionEvent.AutomaticStop(Shutdown),
        new SessionEvent.ConnectRetryTimerExpires(),
        new SessionEvent.HoldTimerExpires(),
        new SessionEvent.KeepaliveTimerExpires(),
        new SessionEvent.DelayOpenTimerExpires(),
        new SessionEvent.IdleHoldTimerExpires(),
        new SessionEvent.TcpConnectionValid(),
        new SessionEvent.TcpCrInvalid(),
        new SessionEvent.TcpCrAcked(),
        new SessionEvent.TcpConnectionConfirmed(),
        new SessionEvent.TcpConnectionFails(),
        new SessionEvent.BgpOpen(Agreed),
        new SessionEvent.BgpOpenWithDelayOpenTimerRunning(Agreed),
        new SessionEvent.BgpHeaderErr(SomeError),
        new SessionEvent.BgpOpenMsgErr(SomeError),
        new SessionEvent.OpenCollisionDump(),
        new SessionEvent.NotifMsgVerErr(BadVersion),
        new SessionEvent.NotifMsg(SomeError),
        new SessionEvent.KeepAliveMsg(),
        new SessionEvent.UpdateMsg(),
        new SessionEvent.UpdateMsgErr(SomeError),
        new SessionEvent.SendHoldTimerExpires(),
        new SessionEvent.RouteRefreshMsg(),
        new SessionEvent.RouteRefreshMsgErr(SomeError),
    ];

    private readonly SessionState _state;
    private readonly bool _passive;
    private Transition _taken = new(SessionState.Idle);

    private Table(SessionState state, bool passive) => (_state, _passive) = (state, passive);

    public static Table In(SessionState state) => new(state, passive: false);

    public static Table PassiveIn(SessionState state) => new(state, passive: true);

    public static Transition Row(SessionState state, SessionEvent e, bool passive = false) =>
        new SessionFsm(new FsmSettings { Passive = passive }).On(state, e);

    public Table On(SessionEvent e)
    {
        _taken = Row(_state, e, _passive);
        return this;
    }

    public Table GoesTo(SessionState next)
    {
        Assert.Equal(next, _taken.Next);
        return this;
    }

    public Table Doing(params SessionAction[] actions)
    {
        Assert.Equal(actions, _taken.Actions);
        return this;
    }

    public Table Because(DownReason reason)
    {
        Assert.Equal(reason, _taken.Because);
        return this;
    }

    /// <summary>The end of every failure: told if there is something to tell, counted, damped, Idle.</summary>
    public void Fails(ProtocolError? telling = null, TimeSpan? resting = null)
    {
        GoesTo(SessionState.Idle);
        DownReason because = _taken.Because ?? throw new InvalidOperationException("the table does not say why");
        Assert.Equal(telling is not null, because.Cause == DownCause.NotificationSent);
        Doing([
            .. telling is { } error ? [new SessionAction.SendNotification(error)] : Array.Empty<SessionAction>(),
            .. _state == SessionState.Established ? [new SessionAction.PeerDown(because)] : Array.Empty<SessionAction>(),
            new SessionAction.StopTimer(SessionTimer.ConnectRetry),
            new SessionAction.DropConnection(),
            new SessionAction.IncrementConnectRetryCounter(),
            resting is { } rest
                ? new SessionAction.StartTimer(SessionTimer.IdleHold, rest)
                : new SessionAction.StartBackoff(SessionTimer.IdleHold, Retry),
        ]);
    }

    public void Stays() => GoesTo(_state).Doing();
}
