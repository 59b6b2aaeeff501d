using System.Diagnostics;
using BgpNode.Speaker.Timers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker;

public class SessionTimersTests
{
    [Fact]
    public void With_a_clock_of_its_own_a_timer_fires_when_that_clock_says_so_and_again_when_it_asks()
    {
        var clock = new FakeTimeProvider();
        using var timers = new SessionTimers(clock, NullLogger<SessionTimers>.Instance);
        int fired = 0;
        var timer = new DeadlineTimer(now => ++fired < 3 ? timers.Later(now, TimeSpan.FromSeconds(1)) : null);
        timers.Set(timer, TimeSpan.FromSeconds(1));
        Assert.Equal(0, fired);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, fired);
        clock.Advance(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, fired);
    }

    [Fact]
    public void One_timer_that_throws_does_not_stop_the_others()
    {
        var clock = new FakeTimeProvider();
        using var timers = new SessionTimers(clock, NullLogger<SessionTimers>.Instance);
        bool fired = false;
        timers.Set(new DeadlineTimer(_ => throw new InvalidOperationException("a bug")), TimeSpan.FromSeconds(1));
        var second = new DeadlineTimer(_ =>
        {
            fired = true;
            return null;
        });
        timers.Set(second, TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(fired);
    }

    [Fact]
    public async Task With_the_systems_clock_they_run_on_their_own_thread_and_are_punctual()
    {
        using var timers = new SessionTimers(TimeProvider.System, NullLogger<SessionTimers>.Instance);
        var fired = new TaskCompletionSource<(string? Thread, TimeSpan After)>(TaskCreationOptions.RunContinuationsAsynchronously);
        long started = Stopwatch.GetTimestamp();
        var timer = new DeadlineTimer(_ =>
        {
            fired.TrySetResult((Thread.CurrentThread.Name, Stopwatch.GetElapsedTime(started)));
            return null;
        });
        timers.Set(timer, TimeSpan.FromMilliseconds(20));
        (string? thread, TimeSpan after) = await fired.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("bgp-timers", thread);
        Assert.True(after >= TimeSpan.FromMilliseconds(20), $"{after}");
    }
}
