namespace BgpNode.Speaker.Timers;

/// <summary>One timer of a <see cref="DeadlineQueue"/>.</summary>
/// <param name="due">
/// Called on the timer thread with the present timestamp when the deadline has passed; never blocks. Its answer is the next deadline, or null to stop.
/// </param>
public sealed class DeadlineTimer(Func<long, long?> due)
{
    /// <summary>In timestamps of the clock.</summary>
    internal long Deadline { get; set; }

    /// <summary>Place in the heap, -1 while it is not running.</summary>
    internal int Index { get; set; } = -1;

    internal long? Due(long now) => due(now);
}
