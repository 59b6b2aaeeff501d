using BgpNode.Net.Memory;

namespace BgpNode.Routing.Rib;

/// <summary>
/// What changed in a RIB, in order: a ring of prefix numbers, read by any number of <see cref="JournalReader"/>s with cursors
/// of their own. An entry counts only while it is the newest of its prefix, so changes of one prefix coalesce by themselves
/// and a slow reader costs a cursor, never a queue.
/// </summary>
/// <remarks>Entries say "look again", not what to see: a reader that meets one reads the prefix's present state.</remarks>
internal sealed class Journal
{
    /// <summary>Entries kept. A reader further behind walks the table instead, which costs about as much as reading them.</summary>
    public const int DefaultCapacity = 1 << 20;

    private readonly NativeArray<int> _ring;
    private readonly NativeArray<uint> _newest = new(1024);
    private readonly List<JournalReader> _readers = [];
    private readonly int _mask;
    private long _furthest;

    /// <param name="capacity">Entries to keep, a power of two.</param>
    public Journal(int capacity = DefaultCapacity)
    {
        _ring = new NativeArray<int>(capacity);
        _mask = capacity - 1;
    }

    /// <summary>Whether anybody reads: without readers nothing is noted.</summary>
    public bool HasReaders => _readers.Count != 0;

    /// <summary>The sequence number that the next entry gets.</summary>
    public long Head { get; private set; } = 1;

    /// <summary>The oldest sequence number that is still there.</summary>
    public long Tail => Math.Max(1, Head - _ring.Length);

    /// <summary>A reader that begins with what comes next.</summary>
    public JournalReader Open()
    {
        var reader = new JournalReader(this);
        _readers.Add(reader);
        _furthest = Head;
        return reader;
    }

    public void Close(JournalReader reader)
    {
        _readers.Remove(reader);
        _furthest = _readers.Count == 0 ? 0 : _readers.Max(r => r.Cursor);
    }

    /// <summary>Notes that a prefix changed.</summary>
    public void Append(int prefixId)
    {
        if (_readers.Count == 0)
        {
            return;
        }

        _newest.EnsureLength(prefixId + 1);
        ref uint newest = ref _newest[prefixId];

        // No reader has passed the prefix's last entry: that one will do. Asking the ring as well makes the 32-bit number safe.
        uint age = (uint)Head - newest;
        if (age <= (ulong)(Head - _furthest) && age <= (uint)_ring.Length && age != 0 && _ring[(int)(newest & (uint)_mask)] == prefixId)
        {
            return;
        }

        newest = (uint)Head;
        _ring[(int)(Head & _mask)] = prefixId;
        Head++;
    }

    /// <summary>Whether the entry at <paramref name="sequence"/> is the newest of its prefix, and which prefix that is.</summary>
    internal bool Counts(long sequence, out int prefixId)
    {
        prefixId = _ring[(int)(sequence & _mask)];
        return _newest[prefixId] == (uint)sequence;
    }

    internal void Passed(long cursor) => _furthest = Math.Max(_furthest, cursor);
}
