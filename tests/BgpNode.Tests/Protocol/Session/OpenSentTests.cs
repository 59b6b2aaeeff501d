using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Tests.Protocol.Session;

[Rfc(4271, "8.2.2")]
public class OpenSentTests
{
    [Fact]
    public void An_OPEN_that_agrees_is_answered_with_KEEPALIVE_and_starts_the_agreed_timers() =>
        Table.In(SessionState.OpenSent).On(new BgpOpen(Table.Agreed)).GoesTo(SessionState.OpenConfirm).Doing(
            new StopTimer(SessionTimer.ConnectRetry),
            new SendKeepalive(),
            new StartTimer(SessionTimer.Keepalive, TimeSpan.FromSeconds(30)),
            new StartTimer(SessionTimer.Hold, TimeSpan.FromSeconds(90)));

    [Fact, Rfc(4271, "4.2")]
    public void A_hold_time_of_zero_runs_neither_timer() =>
        Table.In(SessionState.OpenSent).On(new BgpOpen(Table.Agreed with { HoldTime = 0 })).GoesTo(SessionState.OpenConfirm).Doing(
            new StopTimer(SessionTimer.ConnectRetry),
            new SendKeepalive(),
            new StopTimer(SessionTimer.Hold));

    [Fact, Rfc(4271, "10")]
    public void A_configured_keepalive_time_counts_while_it_is_below_a_third_of_the_hold_time()
    {
        var settings = new FsmSettings { KeepaliveTime = TimeSpan.FromSeconds(10) };
        Assert.Equal(TimeSpan.FromSeconds(10), settings.KeepaliveFor(TimeSpan.FromSeconds(90)));
        Assert.Equal(TimeSpan.FromSeconds(1), settings.KeepaliveFor(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_lost_connection_waits_in_Active_for_another_and_is_counted() =>
        Table.In(SessionState.OpenSent).On(new TcpConnectionFails()).GoesTo(SessionState.Active).Because(DownReason.ConnectionLost).Doing(
            new DropConnection(),
            new IncrementConnectRetryCounter(),
            new StartBackoff(SessionTimer.ConnectRetry, Table.Retry));

    [Fact]
    public void An_error_in_header_or_OPEN_is_told()
    {
        Table.In(SessionState.OpenSent).On(new BgpHeaderErr(Table.SomeError)).Fails(telling: Table.SomeError);
        Table.In(SessionState.OpenSent).On(new BgpOpenMsgErr(Table.SomeError)).Fails(telling: Table.SomeError);
    }

    [Fact]
    public void A_peer_that_stays_silent_is_told_so() =>
        Table.In(SessionState.OpenSent).On(new HoldTimerExpires()).Fails(telling: new ProtocolError(NotificationCode.HoldTimerExpired, 0));

    [Fact, Rfc(4271, "6.8"), Rfc(4486, "3")]
    public void The_loser_of_a_collision_is_told_so() =>
        Table.In(SessionState.OpenSent).On(new OpenCollisionDump()).Fails(telling: new ProtocolError(NotificationCode.Cease, 7));

    [Fact]
    public void A_NOTIFICATION_is_never_answered()
    {
        Table.In(SessionState.OpenSent).On(new NotifMsg(Table.SomeError)).Because(DownReason.Received(Table.SomeError)).Fails();
        Table.In(SessionState.OpenSent).On(new NotifMsgVerErr(Table.BadVersion)).Because(DownReason.Received(Table.BadVersion)).Fails();
    }

    [Fact, Rfc(6608, "3")]
    public void A_message_that_has_no_business_here_is_named_in_the_NOTIFICATION()
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 20 or 26 or 27 or 28 || e is RouteRefreshMsg or RouteRefreshMsgErr))
        {
            Table.In(SessionState.OpenSent).On(e).Fails(telling: new ProtocolError(NotificationCode.FiniteStateMachine, 1, new[] { e.MessageType }));
        }
    }

    [Fact]
    public void A_timer_that_has_no_business_here_is_an_FSM_error()
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 9 or 11 or 12 or 13 or 29))
        {
            Table.In(SessionState.OpenSent).On(e).Fails(telling: new ProtocolError(NotificationCode.FiniteStateMachine, 0));
        }
    }

    [Fact]
    public void Starts_and_other_connections_change_nothing()
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 1 or (>= 3 and <= 7) or (>= 14 and <= 17)))
        {
            Table.In(SessionState.OpenSent).On(e).Stays();
        }
    }
}
