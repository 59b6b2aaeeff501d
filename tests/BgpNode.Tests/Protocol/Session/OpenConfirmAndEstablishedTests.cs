using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Tests.Protocol.Session;

[Rfc(4271, "8.2.2")]
public class OpenConfirmAndEstablishedTests
{
    public static readonly TheoryData<SessionState> Both = [SessionState.OpenConfirm, SessionState.Established];

    [Fact]
    public void KEEPALIVE_in_OpenConfirm_establishes_the_session() =>
        Table.In(SessionState.OpenConfirm).On(new KeepAliveMsg()).GoesTo(SessionState.Established)
            .Doing(new RestartTimer(SessionTimer.Hold), new PeerUp());

    [Fact]
    public void Every_message_of_an_established_session_restarts_the_hold_timer()
    {
        foreach (SessionEvent e in new SessionEvent[] { new KeepAliveMsg(), new UpdateMsg(), new RouteRefreshMsg() })
        {
            Table.In(SessionState.Established).On(e).GoesTo(SessionState.Established).Doing(new RestartTimer(SessionTimer.Hold));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void The_keepalive_timer_sends_one_and_runs_again(SessionState state) =>
        Table.In(state).On(new KeepaliveTimerExpires()).GoesTo(state).Doing(new SendKeepalive(), new RestartTimer(SessionTimer.Keepalive));

    [Theory, MemberData(nameof(Both))]
    public void A_peer_that_falls_silent_is_told_so(SessionState state) =>
        Table.In(state).On(new HoldTimerExpires()).Fails(telling: new ProtocolError(NotificationCode.HoldTimerExpired, 0));

    [Theory, MemberData(nameof(Both))]
    public void An_operators_stop_is_told_and_is_for_good(SessionState state)
    {
        SessionAction[] down = state == SessionState.Established ? [new PeerDown(DownReason.Sent(Table.Shutdown))] : [];
        Table.In(state).On(new ManualStop(Table.Shutdown)).GoesTo(SessionState.Idle).Because(DownReason.Sent(Table.Shutdown)).Doing(
        [
            new SendNotification(Table.Shutdown),
            .. down,
            new StopTimer(SessionTimer.ConnectRetry),
            new StopTimer(SessionTimer.IdleHold),
            new DropConnection(),
            new ZeroConnectRetryCounter(),
        ]);
    }

    [Theory, MemberData(nameof(Both)), Rfc(4486, "4")]
    public void The_systems_own_stop_is_told_and_rests_as_long_as_it_says(SessionState state)
    {
        Table.In(state).On(new AutomaticStop(Table.Shutdown)).Fails(telling: Table.Shutdown);
        Table.In(state).On(new AutomaticStop(Table.Shutdown, TimeSpan.FromMinutes(1))).Fails(telling: Table.Shutdown, resting: TimeSpan.FromMinutes(1));
    }

    [Theory, MemberData(nameof(Both))]
    public void Nobody_is_left_to_be_told_after_a_lost_connection_or_a_NOTIFICATION(SessionState state)
    {
        Table.In(state).On(new TcpConnectionFails()).Because(DownReason.ConnectionLost).Fails();
        Table.In(state).On(new NotifMsg(Table.SomeError)).Because(DownReason.Received(Table.SomeError)).Fails();
        Table.In(state).On(new NotifMsgVerErr(Table.BadVersion)).Because(DownReason.Received(Table.BadVersion)).Fails();
    }

    [Theory, MemberData(nameof(Both)), Rfc(4271, "6.1")]
    public void A_header_error_is_told_as_what_it_is(SessionState state) =>
        Table.In(state).On(new BgpHeaderErr(Table.SomeError)).Fails(telling: Table.SomeError);

    [Theory, MemberData(nameof(Both)), Rfc(4271, "6.8")]
    public void The_loser_of_a_collision_is_told_so(SessionState state) =>
        Table.In(state).On(new OpenCollisionDump()).Fails(telling: new ProtocolError(NotificationCode.Cease, 7));

    [Fact]
    public void An_error_in_an_UPDATE_or_a_refresh_ends_an_established_session()
    {
        Table.In(SessionState.Established).On(new UpdateMsgErr(Table.SomeError)).Fails(telling: Table.SomeError);
        Table.In(SessionState.Established).On(new RouteRefreshMsgErr(Table.SomeError)).Fails(telling: Table.SomeError);
    }

    [Fact, Rfc(6608, "3")]
    public void A_message_that_has_no_business_here_is_named_in_the_NOTIFICATION()
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 19 or 20 or 27 or 28 || e is RouteRefreshMsg or RouteRefreshMsgErr))
        {
            Table.In(SessionState.OpenConfirm).On(e).Fails(telling: new ProtocolError(NotificationCode.FiniteStateMachine, 2, new[] { e.MessageType }));
        }

        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 19 or 20 or 22))
        {
            Table.In(SessionState.Established).On(e).Fails(telling: new ProtocolError(NotificationCode.FiniteStateMachine, 3, new byte[] { 1 }));
        }
    }

    [Fact, Rfc(9687, "3.2")]
    public void A_peer_that_reads_nothing_is_cut_off_without_a_word() =>
        Table.In(SessionState.Established).On(new SendHoldTimerExpires()).Because(new DownReason(DownCause.PeerNotReading)).Fails();

    [Theory, MemberData(nameof(Both))]
    public void A_timer_that_has_no_business_here_is_an_FSM_error(SessionState state)
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 9 or 12 or 13))
        {
            Table.In(state).On(e).Fails(telling: new ProtocolError(NotificationCode.FiniteStateMachine, 0));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void Starts_and_other_connections_change_nothing(SessionState state)
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 1 or (>= 3 and <= 7) or (>= 14 and <= 17)))
        {
            Table.In(state).On(e).Stays();
        }
    }
}
