using BgpNode.Routing.Attributes;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// The paths that a group was sent of each prefix: rows of columns, the first path in the first row, none empty before one that
/// is not. Eight octets a path, in pages made where there are any. Holds a reference to each set, so that its number stays its own.
/// </summary>
internal sealed class SentPaths(AttributeTable attributes)
{
    private readonly List<(Column Sources, Column Sets)> _rows = [];

    /// <summary>Paths of all prefixes.</summary>
    public int Count { get; private set; }

    public bool Knows(int prefixId) => _rows.Count > 0 && _rows[0].Sources[prefixId] != 0;

    /// <summary>How many paths of a prefix were sent.</summary>
    public int CountOf(int prefixId)
    {
        int count = 0;
        while (count < _rows.Count && _rows[count].Sources[prefixId] != 0)
        {
            count++;
        }

        return count;
    }

    public ushort Source(int prefixId, int row) => (ushort)_rows[row].Sources[prefixId];

    /// <summary>A path is sent with this set. Returns whether that is news.</summary>
    public bool Tell(int prefixId, ushort source, int setId)
    {
        int row = 0;
        for (; row < _rows.Count && _rows[row].Sources[prefixId] is var known && known != 0; row++)
        {
            if (known == source)
            {
                return Replace(_rows[row].Sets, prefixId, setId);
            }
        }

        if (row == _rows.Count)
        {
            _rows.Add((new Column(), new Column()));
        }

        Count++;
        _rows[row].Sources.Exchange(prefixId, source);
        return Replace(_rows[row].Sets, prefixId, setId);
    }

    /// <summary>A path was withdrawn; the last one of the prefix takes its row.</summary>
    public void Forget(int prefixId, int row)
    {
        int last = CountOf(prefixId) - 1;
        int source = _rows[last].Sources.Exchange(prefixId, 0);
        int set = _rows[last].Sets.Exchange(prefixId, 0);
        if (row != last)
        {
            _rows[row].Sources.Exchange(prefixId, source);
            set = _rows[row].Sets.Exchange(prefixId, set);
        }

        Count--;
        attributes.Release(set);
    }

    /// <summary>Everything that was sent, in no particular order.</summary>
    public IEnumerable<(int PrefixId, ushort Source, int SetId)> All()
    {
        foreach ((Column sources, Column sets) in _rows)
        {
            for (int id = sources.Next(0); id >= 0; id = sources.Next(id + 1))
            {
                yield return (id, (ushort)sources[id], sets[id]);
            }
        }
    }

    /// <summary>Gives everything back.</summary>
    public void Release()
    {
        foreach ((_, _, int set) in All())
        {
            attributes.Release(set);
        }

        foreach ((Column sources, Column sets) in _rows)
        {
            sources.Release();
            sets.Release();
        }

        _rows.Clear();
        Count = 0;
    }

    private bool Replace(Column sets, int prefixId, int setId)
    {
        int before = sets.Exchange(prefixId, setId);
        if (before == setId)
        {
            return false;
        }

        attributes.AddReference(setId);
        if (before != 0)
        {
            attributes.Release(before);
        }

        return true;
    }
}
