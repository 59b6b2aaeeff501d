using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// Wanted and actual kernel routes of one family: their difference is the work. Pure state without I/O; it belongs to the FIB
/// loop.
/// </summary>
/// <remarks>
/// Races with other programs, each with its answer: a route deleted between our knowing and our replace answers ENOENT and is
/// added; a foreign route at our metric answers EEXIST to our add and is left alone; an event about a change that we have
/// already undone leads to one more identical replace.
/// </remarks>
internal sealed class FibTable(Family family, FibCounters counters)
{
    private readonly PrefixTable _ids = new(family);
    private readonly Dictionary<int, FibFailure> _failures = [];
    private FibPath?[] _wanted = new FibPath?[1024];
    private RouteForm?[] _actual = new RouteForm?[1024];
    private Mark[] _marks = new Mark[1024];
    private int[] _seen = new int[1024];
    private int[] _queue = new int[1024];
    private int _queueHead;
    private int _queueCount;
    private int _audit;

    [Flags]
    private enum Mark : byte
    {
        None = 0,
        Queued = 1,

        /// <summary>Adopted at start; kept until its source confirms it or is in sync without it.</summary>
        Stale = 2,
    }

    public Family Family { get; } = family;

    public int QueueLength => _queueCount;

    public int FailureCount => _failures.Count;

    /// <summary>A route with our protocol number that was there when we started.</summary>
    public void Adopt(Prefix prefix, RouteForm form)
    {
        int id = IdOf(prefix);
        SetActual(id, form);
        _marks[id] |= Mark.Stale;
        counters.Stale++;
    }

    /// <summary>What the RIB wants for a prefix now; null for nothing.</summary>
    public void Want(Prefix prefix, FibPath? path)
    {
        int id = path is null ? _ids.Find(prefix) : IdOf(prefix);
        if (id < 0)
        {
            return;
        }

        counters.AddWanted(Family, (path is null ? 0 : 1) - (_wanted[id] is null ? 0 : 1));
        _wanted[id] = path;
        Confirm(id);
        ForgetFailure(id);
        Enqueue(id);
    }

    /// <summary>Removes stale routes that a source in sync no longer stands behind.</summary>
    /// <param name="isFrom">Whether a route that looks like this came from the source.</param>
    /// <returns>How many were given up.</returns>
    public int Sweep(Func<RouteForm, bool> isFrom)
    {
        int swept = 0;
        for (int id = 0; id < _ids.IdLimit; id++)
        {
            if ((_marks[id] & Mark.Stale) != 0 && _actual[id] is { } form && isFrom(form))
            {
                Confirm(id);
                Enqueue(id);
                swept++;
            }
        }

        return swept;
    }

    /// <summary>Takes the next prefix that needs a look, or -1.</summary>
    public int Next()
    {
        if (_queueCount == 0)
        {
            return -1;
        }

        int id = _queue[_queueHead];
        _queueHead = (_queueHead + 1) % _queue.Length;
        _queueCount--;
        _marks[id] &= ~Mark.Queued;
        return id;
    }

    public Prefix PrefixOf(int id) => _ids[id];

    public FibPath? WantedOf(int id) => _wanted[id];

    public RouteForm? ActualOf(int id) => _actual[id];

    public bool IsStale(int id) => (_marks[id] & Mark.Stale) != 0;

    /// <summary>The number of a prefix, or -1.</summary>
    public int Find(Prefix prefix) => _ids.Find(prefix);

    /// <summary>The kernel has this now.</summary>
    public void Written(int id, RouteForm? form)
    {
        SetActual(id, form);
        ForgetFailure(id);
        Release(id);
    }

    /// <summary>The kernel has nothing for it any more, whatever we thought; it is looked at again.</summary>
    public void Lost(int id)
    {
        SetActual(id, null);
        Enqueue(id);
    }

    /// <summary>The kernel has something else than we wrote.</summary>
    public void Altered(int id, RouteForm form)
    {
        SetActual(id, form);
        Enqueue(id);
    }

    /// <summary>Remembers why a write failed; tried again when due, or when <see cref="RetryAll"/> says so.</summary>
    public void Failed(int id, string reason, long now, Func<int, long> retryAt)
    {
        long since = _failures.TryGetValue(id, out FibFailure before) ? before.Since : now;
        int attempts = before.Attempts + 1;
        _failures[id] = new FibFailure(reason, since, retryAt(attempts), attempts);
    }

    public FibFailure? FailureOf(int id) => _failures.TryGetValue(id, out FibFailure failure) ? failure : null;

    /// <summary>Queues the failures that are due and returns the timestamp of the next one, or null.</summary>
    public long? RetryDue(long now)
    {
        long? next = null;
        foreach ((int id, FibFailure failure) in _failures)
        {
            if (failure.RetryAt <= now)
            {
                Enqueue(id);
            }
            else if (next is null || failure.RetryAt < next)
            {
                next = failure.RetryAt;
            }
        }

        return next;
    }

    /// <summary>Something changed that may let this route in, if it failed.</summary>
    public void Retry(int id)
    {
        if (_failures.ContainsKey(id))
        {
            Enqueue(id);
        }
    }

    /// <summary>Something changed on the host that may let failed routes in: they are tried at once.</summary>
    public void RetryAll()
    {
        foreach (int id in _failures.Keys)
        {
            Enqueue(id);
        }
    }

    /// <summary>Looks again at every route that leaves by an interface.</summary>
    /// <param name="interfaceIndex">The kernel's index.</param>
    /// <param name="flushed">The kernel has dropped them (it does so without an event when a link goes down).</param>
    public void InterfaceChanged(int interfaceIndex, bool flushed)
    {
        for (int id = 0; id < _ids.IdLimit; id++)
        {
            if (_actual[id] is not { } form)
            {
                continue;
            }

            bool uses = form.Uses(interfaceIndex);
            if (form.Object is { } named ? named.Actual is null : uses && flushed)
            {
                SetActual(id, null);
                Enqueue(id);
            }

            // Where the choice was left to the kernel, we may now know better.
            if (uses || form.Uses(0))
            {
                Enqueue(id);
            }
        }
    }

    /// <summary>The routes that named an object went with it; they are looked at again.</summary>
    /// <returns>How many.</returns>
    public int ObjectGone(NexthopObject gone)
    {
        int lost = 0;
        for (int id = 0; gone.Users > 0 && id < _ids.IdLimit; id++)
        {
            if (ReferenceEquals(_actual[id]?.Object, gone))
            {
                Lost(id);
                lost++;
            }
        }

        return lost;
    }

    /// <summary>Looks again at every route that names an object.</summary>
    public void ReconsiderUsersOf(NexthopObject named)
    {
        for (int id = 0; id < _ids.IdLimit; id++)
        {
            if (ReferenceEquals(_actual[id]?.Object, named))
            {
                Enqueue(id);
            }
        }
    }

    /// <summary>Looks again at every wanted route: the host's addresses changed, so next hops may resolve otherwise.</summary>
    public void ReconsiderAll()
    {
        for (int id = 0; id < _ids.IdLimit; id++)
        {
            if (_wanted[id] is not null)
            {
                Enqueue(id);
            }
        }
    }

    public void BeginAudit() => _audit++;

    /// <summary>One route of ours that the kernel has. True when it is what we thought.</summary>
    public bool Audited(Prefix prefix, RouteForm form)
    {
        int id = IdOf(prefix);
        _seen[id] = _audit;
        if (_actual[id] is { } known && known.Equals(form))
        {
            return true;
        }

        Altered(id, form);
        return false;
    }

    /// <summary>Routes that we thought were there and that no dump showed; returns how many.</summary>
    public int EndAudit()
    {
        int missing = 0;
        for (int id = 0; id < _ids.IdLimit; id++)
        {
            if (_actual[id] is not null && _seen[id] != _audit)
            {
                Lost(id);
                missing++;
            }
        }

        return missing;
    }

    /// <summary>Every number in use, for queries.</summary>
    public IEnumerable<int> Ids()
    {
        for (int id = 0; id < _ids.IdLimit; id++)
        {
            if (_wanted[id] is not null || _actual[id] is not null)
            {
                yield return id;
            }
        }
    }

    private int IdOf(Prefix prefix)
    {
        int id = _ids.GetOrAdd(prefix);
        if (id >= _wanted.Length)
        {
            int size = _wanted.Length * 2;
            Array.Resize(ref _wanted, size);
            Array.Resize(ref _actual, size);
            Array.Resize(ref _marks, size);
            Array.Resize(ref _seen, size);
        }

        return id;
    }

    private void SetActual(int id, RouteForm? form)
    {
        RouteForm? before = _actual[id];
        if (ReferenceEquals(before, form))
        {
            return;
        }

        counters.AddInstalled(Family, (form is null ? 0 : 1) - (before is null ? 0 : 1));
        before?.Object?.Users -= 1;
        form?.Object?.Users += 1;
        _actual[id] = form;
        if (form is null)
        {
            Confirm(id);
        }
    }

    private void ForgetFailure(int id)
    {
        if (_failures.Count > 0)
        {
            _failures.Remove(id);
        }
    }

    private void Confirm(int id)
    {
        if ((_marks[id] & Mark.Stale) != 0)
        {
            _marks[id] &= ~Mark.Stale;
            counters.Stale--;
        }
    }

    private void Enqueue(int id)
    {
        if ((_marks[id] & Mark.Queued) != 0)
        {
            return;
        }

        _marks[id] |= Mark.Queued;
        if (_queueCount == _queue.Length)
        {
            int[] larger = new int[_queue.Length * 2];
            int first = _queue.Length - _queueHead;
            Array.Copy(_queue, _queueHead, larger, 0, first);
            Array.Copy(_queue, 0, larger, first, _queueHead);
            _queue = larger;
            _queueHead = 0;
        }

        _queue[(_queueHead + _queueCount) % _queue.Length] = id;
        _queueCount++;
    }

    // A number may be given to another prefix once nothing is known about it and the queue does not hold it.
    private void Release(int id)
    {
        if (_wanted[id] is null && _actual[id] is null && _marks[id] == Mark.None)
        {
            ForgetFailure(id);
            _ids.Remove(id);
        }
    }
}
