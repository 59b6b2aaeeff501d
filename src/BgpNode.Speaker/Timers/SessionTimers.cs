using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Timers;

/// <summary>
/// The timers of all sessions, on a thread of their own: a hold timer that stands in line behind a route load or a busy thread pool would end
/// sessions that are well. With any clock but the system's, the clock's own timers take the thread's place, so that tests decide what time it is.
/// </summary>
public sealed partial class SessionTimers : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DeadlineQueue _queue = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _changed = new(initialState: false);
    private readonly ITimer? _wake;
    private bool _stopped;

    public SessionTimers(TimeProvider clock, ILogger<SessionTimers> logger)
    {
        (_clock, _logger) = (clock, logger);
        if (clock == TimeProvider.System)
        {
            new Thread(Run) { Name = "bgp-timers", IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
        }
        else
        {
            _wake = clock.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public TimeProvider Clock => _clock;

    /// <summary>Runs a timer, or runs it anew.</summary>
    /// <returns>The deadline, as a timestamp of the clock.</returns>
    public long Set(DeadlineTimer timer, TimeSpan after)
    {
        long deadline = Later(_clock.GetTimestamp(), after);
        lock (_gate)
        {
            _queue.Set(timer, deadline);
            if (_queue.Next == deadline && !_stopped)
            {
                Wake();
            }
        }

        return deadline;
    }

    /// <summary>Stops a timer. When this returns, its callback is not running and will not run.</summary>
    public void Cancel(DeadlineTimer timer)
    {
        lock (_gate)
        {
            _queue.Cancel(timer);
        }
    }

    /// <summary>The timestamp that lies a time after another one.</summary>
    public long Later(long timestamp, TimeSpan after) => timestamp + (long)(after.TotalSeconds * _clock.TimestampFrequency);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            Wake(); // the thread ends and takes the event with it
        }

        _wake?.Dispose();
    }

    private void Run()
    {
        while (RunDue() is { } wait)
        {
            _changed.WaitOne(wait); // blocks a thread that exists for nothing else
        }

        _changed.Dispose();
    }

    // How long until there is something to do again; null when there never will be.
    private TimeSpan? RunDue()
    {
        lock (_gate)
        {
            if (_stopped)
            {
                return null;
            }

            long now = _clock.GetTimestamp();
            while (_queue.TryTake(now, out DeadlineTimer? timer))
            {
                if (Fire(timer, now) is { } again)
                {
                    _queue.Set(timer, Math.Max(again, now + 1));
                }
            }

            TimeSpan wait = _queue.Next is { } next ? Rounded(_clock.GetElapsedTime(now, next)) : Timeout.InfiniteTimeSpan;
            _wake?.Change(wait, Timeout.InfiniteTimeSpan);
            return wait;
        }
    }

    // Up to the next millisecond, which is what waiting can do; waking too early would mean to spin.
    private static TimeSpan Rounded(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue));

    private long? Fire(DeadlineTimer timer, long now)
    {
        try
        {
            return timer.Due(now);
        }
        catch (Exception e)
        {
            LogTimerFailed(e);
            return null;
        }
    }

    private void Wake()
    {
        if (_wake is null)
        {
            _changed.Set();
        }
        else
        {
            _wake.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(1090, LogLevel.Error, "A session timer failed; it stays off until its session starts it again, all other timers go on")]
    private partial void LogTimerFailed(Exception exception);
}
