using System.Diagnostics.CodeAnalysis;

namespace BgpNode.Speaker.Rib;

/// <summary>
/// A bounded queue from many writers, who wait without a thread while it is full, to one reader with a thread of its own, which
/// may block.
/// </summary>
internal sealed class Inbox<T>(int capacity)
{
    private readonly object _gate = new();
    private readonly Queue<T> _items = new();
    private readonly Queue<Waiter> _waiters = new();
    private bool _woken;
    private bool _closed;

    /// <summary>What waits inside and outside.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _items.Count + _waiters.Count;
            }
        }
    }

    /// <summary>Completes when the item is in the queue. Cancelled or closed, it is not and never will be.</summary>
    public ValueTask WriteAsync(T item, CancellationToken ct)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_closed)
            {
                return ValueTask.FromException(Closed());
            }

            if (_items.Count < capacity)
            {
                _items.Enqueue(item);
                Monitor.Pulse(_gate);
                return ValueTask.CompletedTask;
            }

            if (ct.IsCancellationRequested)
            {
                return ValueTask.FromCanceled(ct);
            }

            waiter = new Waiter(item);
            _waiters.Enqueue(waiter);
        }

        // Taken and cancelled exclude each other: whoever completes the waiter first has decided.
        CancellationTokenRegistration registration = ct.UnsafeRegister(static (w, t) => ((Waiter)w!).TrySetCanceled(t), waiter);
        return registration == default ? new ValueTask(waiter.Task) : Awaited(waiter, registration);
    }

    /// <summary>Takes the oldest item without waiting.</summary>
    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            if (!_items.TryDequeue(out item))
            {
                return false;
            }

            while (_items.Count < capacity && _waiters.TryDequeue(out Waiter? waiter))
            {
                if (waiter.TrySetResult())
                {
                    _items.Enqueue(waiter.Item);
                }
            }

            return true;
        }
    }

    /// <summary>Lets the reader look around although nothing may have come.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Blocks the reader's thread until there is an item or somebody woke it.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_woken && !_closed)
            {
                Monitor.Wait(_gate);
            }

            _woken = false;
        }
    }

    /// <summary>Takes nothing more; what waits outside is refused, what is inside can still be read.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_waiters.TryDequeue(out Waiter? waiter))
            {
                waiter.TrySetException(Closed());
            }

            Monitor.Pulse(_gate);
        }
    }

    [SuppressMessage("Usage", "VSTHRD003", Justification = "Completed by the reader, which has a thread of its own.")]
    private static async ValueTask Awaited(Waiter waiter, CancellationTokenRegistration registration)
    {
        await using (registration.ConfigureAwait(false))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    private static ObjectDisposedException Closed() => new(nameof(RibLoop), "The owner of the RIB has stopped.");

    private sealed class Waiter(T item) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public T Item { get; } = item;
    }
}
