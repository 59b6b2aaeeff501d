using BgpNode.Protocol.Bfd;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Bfd;

public sealed class BfdSessionTests
{
    private static readonly BfdTimers Fast = new(100_000, 50_000, 3);

    [Theory, Rfc(5880, "6.2")]
    [InlineData(BfdState.Down, "Down Init Up", "Init Up Down")]
    [InlineData(BfdState.Init, "Down Init Up", "Init Up Up")]
    [InlineData(BfdState.Up, "Down Init Up", "Down Up Up")]
    [InlineData(BfdState.AdminDown, "Down Init Up", "AdminDown AdminDown AdminDown")]
    public void The_state_follows_what_the_peer_says(BfdState state, string said, string expected)
    {
        Assert.Equal(expected, string.Join(' ', said.Split(' ').Select(word => BfdStateTable.OnPacket(state, Enum.Parse<BfdState>(word)))));
        Assert.Equal(state == BfdState.AdminDown ? state : BfdState.Down, BfdStateTable.OnPacket(state, BfdState.AdminDown));
        Assert.Equal(state == BfdState.AdminDown ? state : BfdState.Down, BfdStateTable.OnSilence(state));
    }

    [Fact, Rfc(5880, "6.8.6")]
    public void Two_ends_that_hear_each_other_come_up_and_say_so_at_once()
    {
        (BfdSession a, BfdSession b) = (New(1), New(2));
        Assert.Equal(BfdEffects.StateChanged | BfdEffects.Send, Meet(a, b, 0) & (BfdEffects.StateChanged | BfdEffects.Send));
        Assert.Equal(BfdState.Init, b.State);
        Meet(b, a, 1000);
        Assert.Equal(BfdState.Up, a.State);
        Meet(a, b, 2000);
        Assert.Equal((BfdState.Up, BfdState.Up), (a.State, b.State));
        Assert.Equal((2u, 1u), (a.RemoteDiscriminator, b.RemoteDiscriminator));
    }

    [Fact, Rfc(5880, "6.8.3")]
    public void Until_it_is_up_a_session_sends_no_faster_than_once_a_second()
    {
        BfdSession session = New(1);
        Assert.Equal((BfdSession.SlowInterval, BfdSession.SlowInterval), (session.TransmitInterval, session.Packet(final: false).DesiredMinTx));
        Assert.Equal(100_000u, Up(Fast).A.TransmitInterval);
    }

    [Fact, Rfc(5880, "6.8.4")]
    public void The_detection_time_is_the_peers_multiplier_times_the_slower_of_both()
    {
        (BfdSession a, _) = Up(Fast);
        Assert.Equal(3 * 100_000, a.DetectionTime);
        a.Receive(From(BfdState.Up) with { DetectMultiplier = 5, DesiredMinTx = 20_000 }, 10_000);
        Assert.Equal(5 * 50_000, a.DetectionTime);
        Assert.Equal(10_000 + (5 * 50_000), a.SilenceLimit);
    }

    [Fact, Rfc(5880, "6.8.4")]
    public void Silence_of_a_detection_time_and_no_less_takes_it_down()
    {
        (BfdSession a, _) = Up(Fast);
        long limit = a.SilenceLimit!.Value;
        Assert.Equal(BfdEffects.None, a.Silence(limit - 1));
        Assert.True(a.Silence(limit).HasFlag(BfdEffects.StateChanged));
        Assert.Equal((BfdState.Down, BfdDiagnostic.ControlDetectionTimeExpired), (a.State, a.Diagnostic));
        Assert.Equal(((uint)0, (long?)null), (a.RemoteDiscriminator, a.SilenceLimit));
        Assert.Equal(BfdSession.SlowInterval, a.TransmitInterval);
    }

    [Fact, Rfc(5880, "6.8.6")]
    public void A_peer_that_went_down_takes_us_along_and_up_again()
    {
        (BfdSession a, _) = Up(Fast);
        a.Receive(From(BfdState.Down), 5000);
        Assert.Equal((BfdState.Down, BfdDiagnostic.NeighborSignaledSessionDown), (a.State, a.Diagnostic));
        a.Receive(From(BfdState.Up), 6000); // it has not noticed
        Assert.Equal(BfdState.Down, a.State);
        a.Receive(From(BfdState.Init), 7000);
        Assert.Equal((BfdState.Up, BfdDiagnostic.None), (a.State, a.Diagnostic));
    }

    [Fact, Rfc(5880, "6.5")]
    public void A_poll_is_answered_with_final_and_never_with_another_poll()
    {
        (BfdSession a, _) = Up(Fast);
        Assert.True(a.Packet(final: false).Poll); // it has just come up with other intervals
        Assert.True(a.Receive(From(BfdState.Up) with { Poll = true }, 1).HasFlag(BfdEffects.SendFinal));
        BfdPacket answer = a.Packet(final: true);
        Assert.Equal((true, false), (answer.Final, answer.Poll));
        a.Receive(From(BfdState.Up) with { Final = true }, 2);
        Assert.False(a.Packet(final: false).Poll);
    }

    [Fact, Rfc(5880, "6.8.3")]
    public void A_slower_interval_counts_when_the_peer_has_answered_the_poll()
    {
        (BfdSession a, _) = Up(Fast);
        a.Receive(From(BfdState.Up) with { Final = true }, 1);
        a.Change(Fast with { MinTx = 400_000 });
        Assert.Equal((true, 400_000u), (a.Packet(final: false).Poll, a.Packet(final: false).DesiredMinTx));
        Assert.Equal(100_000u, a.TransmitInterval);
        a.Receive(From(BfdState.Up) with { Final = true }, 2);
        Assert.Equal(400_000u, a.TransmitInterval);
    }

    [Fact, Rfc(5880, "6.8.3")]
    public void A_shorter_detection_time_counts_when_the_peer_has_answered_the_poll()
    {
        (BfdSession a, _) = Up(Fast with { MinRx = 500_000 });
        a.Receive(From(BfdState.Up) with { Final = true }, 1);
        a.Change(Fast with { MinRx = 200_000 });
        Assert.Equal(3 * 500_000, a.DetectionTime);
        a.Receive(From(BfdState.Up) with { Final = true }, 2);
        Assert.Equal(3 * 200_000, a.DetectionTime);
    }

    [Fact, Rfc(5880, "6.8.7")]
    public void A_peer_that_asks_for_silence_gets_it()
    {
        (BfdSession a, _) = Up(Fast);
        a.Receive(From(BfdState.Up) with { RequiredMinRx = 0 }, 1);
        Assert.Equal((0u, (long?)null), (a.TransmitInterval, a.NextSend));
        a.Receive(From(BfdState.Up) with { RequiredMinRx = 30_000 }, 2);
        Assert.NotNull(a.NextSend);
    }

    [Theory, Rfc(5880, "6.8.7")]
    [InlineData(3, 0.0, 100_000)]
    [InlineData(3, 0.999999, 75_000)]
    [InlineData(1, 0.0, 90_000)]
    [InlineData(1, 0.999999, 75_000)]
    public void Each_interval_is_shortened_by_up_to_a_quarter(byte multiplier, double random, long expected)
    {
        (BfdSession a, _) = Up(Fast with { Multiplier = multiplier }, random);
        a.Sent(1_000_000);
        Assert.InRange(a.NextSend!.Value - 1_000_000, expected, expected + 1);
    }

    [Fact]
    public void A_packet_that_went_out_late_does_not_delay_the_next()
    {
        (BfdSession a, _) = Up(Fast, random: 0);
        a.Sent(1_000_000);
        a.Sent(1_130_000); // 30 ms late
        Assert.Equal(1_200_000, a.NextSend);
    }

    [Fact, Rfc(5880, "6.8.16")]
    public void What_an_operator_ends_says_so()
    {
        (BfdSession a, _) = Up(Fast);
        a.Disable();
        BfdPacket packet = a.Packet(final: false);
        Assert.Equal((BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown), (packet.State, packet.Diagnostic));
    }

    [Fact]
    public void A_packet_costs_no_garbage()
    {
        (BfdSession a, _) = Up(Fast);
        BfdPacket packet = From(BfdState.Up);
        byte[] room = new byte[BfdPacket.Length];
        a.Receive(packet, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 2; i < 1000; i++)
        {
            a.Receive(packet, i);
            a.Sent(i);
            a.Packet(final: false).Write(room);
            BfdPacket.TryRead(room, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static BfdSession New(uint discriminator, BfdTimers? timers = null, double random = 0.5) => new(discriminator, timers ?? Fast, () => random);

    private static (BfdSession A, BfdSession B) Up(BfdTimers timers, double random = 0.5)
    {
        (BfdSession a, BfdSession b) = (New(1, timers, random), New(2, Fast));
        Meet(a, b, 0);
        Meet(b, a, 0);
        Meet(a, b, 0);
        Meet(b, a, 0);
        return (a, b);
    }

    private static BfdEffects Meet(BfdSession from, BfdSession to, long now) => to.Receive(from.Packet(final: false), now);

    private static BfdPacket From(BfdState state) => new()
    {
        State = state,
        DetectMultiplier = 3,
        MyDiscriminator = 2,
        YourDiscriminator = 1,
        DesiredMinTx = 100_000,
        RequiredMinRx = 50_000,
    };
}
