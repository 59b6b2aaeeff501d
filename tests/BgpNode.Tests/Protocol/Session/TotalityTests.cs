using System.Reflection;
using BgpNode.Protocol.Session;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Session;

/// <summary>Every event in every state has an answer, and every answer keeps the rules that hold for all of them.</summary>
public class TotalityTests
{
    public static TheoryData<SessionState, bool> States()
    {
        var data = new TheoryData<SessionState, bool>();
        foreach (SessionState state in Enum.GetValues<SessionState>())
        {
            data.Add(state, false);
            data.Add(state, true);
        }

        return data;
    }

    [Fact]
    public void The_list_of_events_is_complete()
    {
        IEnumerable<Type> kinds = typeof(SessionEvent).GetNestedTypes(BindingFlags.Public).OrderBy(t => t.Name);
        Assert.Equal(kinds, Table.Events.Select(e => e.GetType()).OrderBy(t => t.Name));
        Assert.Equal(Enumerable.Range(1, 29), Table.Events.Select(e => e.Number).Where(n => n > 0));
    }

    [Theory, MemberData(nameof(States)), Rfc(4271, "8.2.2")]
    public void Every_event_in_every_state_has_an_answer(SessionState state, bool passive)
    {
        foreach (SessionEvent e in Table.Events)
        {
            Transition taken = Table.Row(state, e, passive);
            Assert.True(Enum.IsDefined(taken.Next), $"{state} on {e}");
            Assert.Equal(taken, Table.Row(state, e, passive) with { Actions = taken.Actions }); // pure: asked again, the same answer
        }
    }

    [Theory, MemberData(nameof(States)), Rfc(4271, "8.2.2")]
    public void Whoever_leaves_a_connection_drops_it_and_says_why(SessionState state, bool passive)
    {
        foreach (SessionEvent e in Table.Events)
        {
            Transition taken = Table.Row(state, e, passive);
            bool leaves = state > SessionState.Idle && taken.Next < SessionState.OpenSent && taken.Next != state && taken.Next != SessionState.Connect;
            Assert.Equal(leaves, taken.Because is not null);
            Assert.True(!leaves || taken.Actions.Contains(new SessionAction.DropConnection()), $"{state} on {e}");
        }
    }

    [Theory, MemberData(nameof(States)), Rfc(4271, "8.2.2")]
    public void Routes_come_with_Established_and_go_with_it(SessionState state, bool passive)
    {
        foreach (SessionEvent e in Table.Events)
        {
            Transition taken = Table.Row(state, e, passive);
            bool enters = state != SessionState.Established && taken.Next == SessionState.Established;
            bool leaves = state == SessionState.Established && taken.Next != SessionState.Established;
            Assert.Equal(enters, taken.Actions.Contains(new SessionAction.PeerUp()));
            Assert.Equal(leaves, taken.Actions.OfType<SessionAction.PeerDown>().Any());
        }
    }

    [Theory, MemberData(nameof(States)), Rfc(4271, "8.2.2")]
    public void Nothing_is_sent_before_the_OPEN_and_a_failure_always_finds_its_way_back(SessionState state, bool passive)
    {
        foreach (SessionEvent e in Table.Events)
        {
            Transition taken = Table.Row(state, e, passive);
            if (state < SessionState.OpenSent)
            {
                Assert.DoesNotContain(taken.Actions, a => a is SessionAction.SendNotification or SessionAction.SendKeepalive);
            }

            if (state > SessionState.Idle && taken.Next == SessionState.Idle && e is not SessionEvent.ManualStop)
            {
                Assert.Contains(taken.Actions, a => a is SessionAction.StartBackoff { Timer: SessionTimer.IdleHold });
            }
        }
    }

    [Theory, MemberData(nameof(States)), Rfc(4271, "8.2.2")]
    public void A_passive_side_never_dials(SessionState state, bool passive)
    {
        foreach (SessionEvent e in Table.Events.Where(e => passive && e is not (SessionEvent.ManualStart or SessionEvent.AutomaticStart)))
        {
            Assert.True(state == SessionState.Connect || !Table.Row(state, e, passive).Actions.Contains(new SessionAction.StartConnect()), $"{state} on {e}");
        }
    }
}
