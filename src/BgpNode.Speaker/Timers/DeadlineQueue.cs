using System.Diagnostics.CodeAnalysis;

namespace BgpNode.Speaker.Timers;

/// <summary>Timers by deadline: a binary heap in which every timer knows its place, so that setting one again moves it instead of leaving a ghost.</summary>
public sealed class DeadlineQueue
{
    private readonly List<DeadlineTimer> _heap = [];

    public int Count => _heap.Count;

    /// <summary>The earliest deadline, null when no timer runs.</summary>
    public long? Next => _heap.Count == 0 ? null : _heap[0].Deadline;

    /// <summary>Runs a timer, or moves it when it runs already.</summary>
    public void Set(DeadlineTimer timer, long deadline)
    {
        timer.Deadline = deadline;
        if (timer.Index < 0)
        {
            timer.Index = _heap.Count;
            _heap.Add(timer);
        }

        Settle(timer);
    }

    /// <summary>Stops a timer; nothing when it does not run.</summary>
    public void Cancel(DeadlineTimer timer)
    {
        if (timer.Index < 0)
        {
            return;
        }

        DeadlineTimer last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != timer)
        {
            Place(last, timer.Index);
            Settle(last);
        }

        timer.Index = -1;
    }

    /// <summary>Takes the earliest timer out when its deadline has come.</summary>
    public bool TryTake(long now, [NotNullWhen(true)] out DeadlineTimer? timer)
    {
        timer = _heap.Count > 0 && _heap[0].Deadline <= now ? _heap[0] : null;
        if (timer is not null)
        {
            Cancel(timer);
        }

        return timer is not null;
    }

    private void Settle(DeadlineTimer timer)
    {
        while (timer.Index > 0 && timer.Deadline < _heap[(timer.Index - 1) / 2].Deadline)
        {
            Swap(timer, _heap[(timer.Index - 1) / 2]);
        }

        while (EarlierChild(timer) is { } child)
        {
            Swap(timer, child);
        }
    }

    private DeadlineTimer? EarlierChild(DeadlineTimer timer)
    {
        DeadlineTimer earliest = timer;
        for (int child = (2 * timer.Index) + 1; child <= (2 * timer.Index) + 2 && child < _heap.Count; child++)
        {
            earliest = _heap[child].Deadline < earliest.Deadline ? _heap[child] : earliest;
        }

        return earliest == timer ? null : earliest;
    }

    private void Swap(DeadlineTimer a, DeadlineTimer b)
    {
        int place = a.Index;
        Place(a, b.Index);
        Place(b, place);
    }

    private void Place(DeadlineTimer timer, int index)
    {
        _heap[index] = timer;
        timer.Index = index;
    }
}
