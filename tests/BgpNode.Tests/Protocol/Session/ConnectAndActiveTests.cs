using BgpNode.Protocol.Session;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Tests.Protocol.Session;

[Rfc(4271, "8.2.2")]
public class ConnectAndActiveTests
{
    public static readonly TheoryData<SessionState> Both = [SessionState.Connect, SessionState.Active];

    [Theory, MemberData(nameof(Both))]
    public void A_TCP_connection_of_either_side_leads_to_an_OPEN_and_the_large_hold_time(SessionState state)
    {
        foreach (SessionEvent connected in new SessionEvent[] { new TcpCrAcked(), new TcpConnectionConfirmed() })
        {
            Table.In(state).On(connected).GoesTo(SessionState.OpenSent).Doing(
                new StopTimer(SessionTimer.ConnectRetry),
                new SendOpen(),
                new StartTimer(SessionTimer.Hold, Table.LargeHold));
        }
    }

    [Fact]
    public void In_Connect_the_connect_retry_timer_gives_up_the_attempt_and_begins_another() =>
        Table.In(SessionState.Connect).On(new ConnectRetryTimerExpires()).GoesTo(SessionState.Connect).Doing(
            new DropConnection(),
            new StartTimer(SessionTimer.ConnectRetry, Table.Retry),
            new StartConnect());

    [Fact]
    public void In_Active_the_connect_retry_timer_dials() =>
        Table.In(SessionState.Active).On(new ConnectRetryTimerExpires()).GoesTo(SessionState.Connect).Doing(
            new StartTimer(SessionTimer.ConnectRetry, Table.Retry),
            new StartConnect());

    [Fact]
    public void In_Active_a_passive_side_stays_passive() =>
        Table.PassiveIn(SessionState.Active).On(new ConnectRetryTimerExpires()).Stays();

    [Theory, MemberData(nameof(Both))]
    public void A_refused_connection_rests_in_Idle(SessionState state) =>
        Table.In(state).On(new TcpConnectionFails()).Because(DownReason.ConnectionLost).Fails();

    [Theory, MemberData(nameof(Both))]
    public void A_stop_ends_it_for_good(SessionState state) =>
        Table.In(state).On(new ManualStop(Table.Shutdown)).GoesTo(SessionState.Idle).Because(DownReason.Stopped).Doing(
            new StopTimer(SessionTimer.ConnectRetry),
            new StopTimer(SessionTimer.IdleHold),
            new DropConnection(),
            new ZeroConnectRetryCounter());

    [Theory, MemberData(nameof(Both))]
    public void Starts_and_connection_requests_change_nothing(SessionState state)
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 1 or (>= 3 and <= 7) or 14 or 15))
        {
            Table.In(state).On(e).Stays();
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void Any_other_event_ends_it_without_a_word(SessionState state)
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 0 or 8 or 10 or 11 or 13 or >= 19))
        {
            Table.In(state).On(e).Fails();
        }
    }
}
