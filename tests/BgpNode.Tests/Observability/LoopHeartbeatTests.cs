using BgpNode.Observability;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Observability;

public class LoopHeartbeatTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_loop_that_waits_is_alive_for_ever()
    {
        var loop = new LoopHeartbeat("fib", TimeSpan.FromSeconds(5), _clock);
        using (loop.Turn())
        {
            Assert.Equal(TimeSpan.Zero, loop.BusyFor);
        }

        _clock.Advance(TimeSpan.FromDays(100));
        Assert.True(loop.IsAlive);
        Assert.Null(loop.BusyFor);
    }

    [Fact]
    public void A_turn_may_take_its_time_and_no_more()
    {
        var loop = new LoopHeartbeat("fib", TimeSpan.FromSeconds(5), _clock);
        using LoopHeartbeat.Beat turn = loop.Turn();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(loop.IsAlive);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(loop.IsAlive);
    }
}
