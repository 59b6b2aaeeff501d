using BgpNode.Net.Memory;

namespace BgpNode.Routing.Export;

/// <summary>
/// Prefixes that wait for the packer, grouped by attribute set: a chain per set through flat arrays, so grouping costs a few
/// nanoseconds a prefix and no memory. Shared by all groups of a loop, which pack one after another.
/// </summary>
internal sealed class PackBatch
{
    /// <summary>Prefixes in one batch. More would pack little better and hold the loop longer.</summary>
    public const int Capacity = 32 * 1024;

    private readonly NativeArray<int> _first = new(1024); // by set: entry + 1, 0 for none
    private readonly NativeArray<int> _last = new(1024);
    private readonly int[] _prefixes = new int[Capacity];
    private readonly int[] _next = new int[Capacity];
    private readonly ushort[] _sources = new ushort[Capacity];
    private readonly int[] _run = new int[Capacity];
    private readonly List<int> _sets = [];
    private int _count;

    /// <summary>Prefixes to withdraw, and the source of the path that they had.</summary>
    public List<(int PrefixId, ushort Source)> Withdrawn { get; } = [];

    /// <summary>Prefixes to withdraw from the member that is the source of their new path.</summary>
    public List<(int PrefixId, ushort Source)> WithdrawnFromSource { get; } = [];

    /// <summary>Whether the batch takes no more.</summary>
    public bool IsFull => _count == Capacity || Withdrawn.Count >= Capacity || WithdrawnFromSource.Count >= Capacity;

    /// <summary>Whether it takes so many more.</summary>
    public bool HasRoomFor(int paths) => _count + paths <= Capacity && Withdrawn.Count + paths <= Capacity;

    public bool IsEmpty => _count == 0 && Withdrawn.Count == 0 && WithdrawnFromSource.Count == 0;

    public void Announce(int prefixId, int setId, ushort source)
    {
        int entry = _count++;
        _prefixes[entry] = prefixId;
        _sources[entry] = source;
        _next[entry] = 0;
        _first.EnsureLength(setId + 1);
        _last.EnsureLength(setId + 1);
        if (_first[setId] == 0)
        {
            _first[setId] = entry + 1;
            _sets.Add(setId);
        }
        else
        {
            _next[_last[setId]] = entry + 1;
        }

        _last[setId] = entry;
    }

    /// <summary>Hands out the announced prefixes, one run for each pair of set and source, in the order in which they came.</summary>
    public void ForEachRun(PackRun pack)
    {
        foreach (int setId in _sets)
        {
            int entry = _first[setId];
            _first[setId] = 0;
            while (entry != 0)
            {
                ushort source = _sources[entry - 1];
                int length = 0, others = 0, lastOther = 0;
                for (int next; entry != 0; entry = next)
                {
                    next = _next[entry - 1];
                    if (_sources[entry - 1] == source)
                    {
                        _run[length++] = _prefixes[entry - 1];
                        continue;
                    }

                    // Another source with the same attributes: kept in the chain for the next round.
                    if (others == 0)
                    {
                        others = entry;
                    }
                    else
                    {
                        _next[lastOther - 1] = entry;
                    }

                    lastOther = entry;
                    _next[entry - 1] = 0;
                }

                pack(source, setId, _run.AsSpan(0, length));
                entry = others;
            }
        }
    }

    public void Clear()
    {
        _sets.Clear();
        _count = 0;
        Withdrawn.Clear();
        WithdrawnFromSource.Clear();
    }
}
