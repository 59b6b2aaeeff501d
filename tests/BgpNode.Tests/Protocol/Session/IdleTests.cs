using BgpNode.Protocol.Session;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Protocol.Session.SessionAction;
using static BgpNode.Protocol.Session.SessionEvent;

namespace BgpNode.Tests.Protocol.Session;

[Rfc(4271, "8.2.2")]
public class IdleTests
{
    [Fact]
    public void A_start_dials_with_a_fresh_counter()
    {
        foreach (SessionEvent start in new SessionEvent[] { new ManualStart(), new AutomaticStart() })
        {
            Table.In(SessionState.Idle).On(start).GoesTo(SessionState.Connect).Doing(
                new ZeroConnectRetryCounter(),
                new StopTimer(SessionTimer.IdleHold),
                new StartTimer(SessionTimer.ConnectRetry, Table.Retry),
                new StartConnect());
        }
    }

    [Fact]
    public void A_passive_start_waits_for_the_peer()
    {
        foreach (SessionEvent start in new SessionEvent[] { new ManualStartWithPassiveTcpEstablishment(), new AutomaticStartWithPassiveTcpEstablishment() })
        {
            Table.PassiveIn(SessionState.Idle).On(start).GoesTo(SessionState.Active)
                .Doing(new ZeroConnectRetryCounter(), new StopTimer(SessionTimer.IdleHold));
        }
    }

    [Fact, Rfc(4271, "8.1.1")]
    public void A_damped_start_rests_in_Idle_first()
    {
        SessionEvent[] starts = [new AutomaticStartWithDampPeerOscillations(), new AutomaticStartWithDampPeerOscillationsAndPassiveTcpEstablishment()];
        foreach (SessionEvent start in starts)
        {
            Table.In(SessionState.Idle).On(start).GoesTo(SessionState.Idle).Doing(new StartBackoff(SessionTimer.IdleHold, Table.Retry));
        }
    }

    [Fact, Rfc(4271, "8.1.1")]
    public void After_the_idle_hold_time_it_tries_again_and_keeps_the_counter()
    {
        Table.In(SessionState.Idle).On(new IdleHoldTimerExpires()).GoesTo(SessionState.Connect).Doing(
            new StopTimer(SessionTimer.IdleHold),
            new StartTimer(SessionTimer.ConnectRetry, Table.Retry),
            new StartConnect());
        Table.PassiveIn(SessionState.Idle).On(new IdleHoldTimerExpires()).GoesTo(SessionState.Active).Doing(new StopTimer(SessionTimer.IdleHold));
    }

    [Fact]
    public void A_stop_cancels_the_way_back() =>
        Table.In(SessionState.Idle).On(new ManualStop(Table.Shutdown)).GoesTo(SessionState.Idle).Doing(new StopTimer(SessionTimer.IdleHold));

    [Fact]
    public void Any_other_event_changes_nothing()
    {
        foreach (SessionEvent e in Table.Events.Where(e => e.Number is 0 or >= 8 and not 13))
        {
            Table.In(SessionState.Idle).On(e).Stays();
        }
    }
}
