using System.Buffers;

namespace BgpNode.Speaker.Rib;

/// <summary>Changes of the forwarding table in a pooled array.</summary>
public sealed class FibBatch
{
    /// <summary>The most entries in one batch.</summary>
    public const int Capacity = 4096;

    private FibEntry[] _entries = ArrayPool<FibEntry>.Shared.Rent(Capacity);

    /// <summary>Entries to apply, each prefix once.</summary>
    public ReadOnlySpan<FibEntry> Entries => _entries.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>What is complete once the entries are applied.</summary>
    public IReadOnlyList<FibSynced> Synced { get; internal set; } = [];

    internal bool IsFull => Count == Capacity;

    internal void Add(FibEntry entry) => _entries[Count++] = entry;

    /// <summary>Gives the array back; the batch is empty afterwards.</summary>
    public void Return()
    {
        FibEntry[] entries = _entries;
        (_entries, Count) = ([], 0);
        if (entries.Length > 0)
        {
            ArrayPool<FibEntry>.Shared.Return(entries, clearArray: true);
        }
    }
}
