using System.Collections;

namespace BgpNode.Routing.Rib;

/// <summary>
/// The routes of one neighbour and family that it has not told again since a moment: what is left of them at the end is gone
/// on its side (RFC 7313 §4). A bit for each prefix number; one that is withdrawn and told again is a new route and loses it.
/// </summary>
internal sealed class StaleMarks
{
    private readonly FamilyRib _rib;
    private readonly Dictionary<ushort, BitArray> _marks = [];

    /// <summary>Marks everything that these sources have sent.</summary>
    public StaleMarks(FamilyRib rib, IEnumerable<RibSource> sources)
    {
        _rib = rib;
        foreach (RibSource source in sources)
        {
            var marks = new BitArray(rib.IdLimit);
            for (int id = rib.NextFrom(source.Index, 0); id >= 0; id = rib.NextFrom(source.Index, id + 1))
            {
                marks[id] = true;
            }

            _marks.Add(source.Index, marks);
        }
    }

    /// <summary>The route was told again.</summary>
    public void Clear(ushort source, int prefixId)
    {
        if (_marks.TryGetValue(source, out BitArray? marks) && prefixId < marks.Length)
        {
            marks[prefixId] = false;
        }
    }

    /// <summary>Withdraws what still has its mark. Returns how many routes that were.</summary>
    public int Sweep()
    {
        int swept = 0;
        foreach ((ushort source, BitArray marks) in _marks)
        {
            for (int id = _rib.NextFrom(source, 0); id >= 0 && id < marks.Length; id = _rib.NextFrom(source, id + 1))
            {
                if (marks[id])
                {
                    _rib.Withdraw(_rib.Source(source)!, id);
                    swept++;
                }
            }
        }

        _marks.Clear();
        return swept;
    }
}
