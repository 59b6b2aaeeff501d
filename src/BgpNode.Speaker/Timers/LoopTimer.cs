namespace BgpNode.Speaker.Timers;

/// <summary>A timer as the loop that owns it sees it. What the timer thread reported may be outdated when the loop reads it; <see cref="IsDue"/> tells.</summary>
internal sealed class LoopTimer
{
    private readonly SessionTimers _timers;
    private readonly DeadlineTimer _timer;
    private readonly bool _jitter;
    private long _deadline = long.MaxValue;

    /// <param name="timers">Who runs it.</param>
    /// <param name="due">See <see cref="DeadlineTimer"/>.</param>
    /// <param name="jitter">Whether each run is shortened by up to a quarter, so that sessions do not move in step (RFC 4271 §10).</param>
    public LoopTimer(SessionTimers timers, Func<long, long?> due, bool jitter)
    {
        _timers = timers;
        _timer = new DeadlineTimer(due);
        _jitter = jitter;
    }

    /// <summary>What it was last started with, without jitter.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Until it is due; zero when it is, or does not run.</summary>
    public TimeSpan Left => IsRunning && !IsDue ? _timers.Clock.GetElapsedTime(_timers.Clock.GetTimestamp(), _deadline) : TimeSpan.Zero;

    public bool IsRunning => _deadline != long.MaxValue;

    public bool IsDue => _timers.Clock.GetTimestamp() >= _deadline;

    public void Start(TimeSpan duration)
    {
        Duration = duration;
        _deadline = _timers.Set(_timer, _jitter ? duration * (0.75 + (0.25 * Random.Shared.NextDouble())) : duration);
    }

    /// <summary>Nothing when it is not running.</summary>
    public void Restart()
    {
        if (IsRunning)
        {
            Start(Duration);
        }
    }

    public void Stop()
    {
        _timers.Cancel(_timer);
        _deadline = long.MaxValue;
    }
}
