using BgpNode.Net;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>
/// The sources that one neighbour is. One, and nothing else, unless it sends several paths for a prefix (RFC 7911): then a path
/// lies in whichever lane was free when it came, and lanes are made when a prefix first needs one more.
/// </summary>
internal sealed class PeerLanes
{
    /// <summary>Paths that a neighbour may have for one prefix. More are refused: they would only cost memory.</summary>
    public const int MaxPaths = 64;

    private readonly RibTables _tables;
    private readonly SourceNumbers _numbers;
    private readonly List<RibSource> _all;

    /// <param name="tables">Where lanes get their columns.</param>
    /// <param name="numbers">Where lanes get their numbers.</param>
    /// <param name="first">The neighbour's first source, which has its columns.</param>
    public PeerLanes(RibTables tables, SourceNumbers numbers, RibSource first)
    {
        _tables = tables;
        _numbers = numbers;
        _all = [first];
        First = first;
    }

    public IReadOnlyList<RibSource> All => _all;

    /// <summary>Asked for with every route of a neighbour that has no other.</summary>
    public RibSource First { get; private set; }

    /// <summary>Whether the neighbour's paths of a family have identifiers.</summary>
    public bool HavePathIds(Family family) => First.PathIds.Has(family);

    /// <summary>The lane in which a path lies, null when there is no such path.</summary>
    public RibSource? Find(FamilyRib rib, int prefixId, uint pathId)
    {
        foreach (RibSource lane in _all)
        {
            if (rib.ReceivedFrom(lane.Index, prefixId) != 0 && rib.PathId(lane.Index, prefixId) == pathId)
            {
                return lane;
            }
        }

        return null;
    }

    /// <summary>The lane in which a path lies or may lie, null when the prefix has too many paths.</summary>
    public RibSource? FindOrAdd(FamilyRib rib, int prefixId, uint pathId)
    {
        RibSource? free = null;
        foreach (RibSource lane in _all)
        {
            if (rib.ReceivedFrom(lane.Index, prefixId) == 0)
            {
                free ??= lane;
            }
            else if (rib.PathId(lane.Index, prefixId) == pathId)
            {
                return lane;
            }
        }

        return free ?? Add();
    }

    /// <summary>Whether the columns mean the same for the neighbour's next session.</summary>
    public bool CanBecome(RibSource source) =>
        First.Kind == source.Kind && First.Address == source.Address && First.InterfaceIndex == source.InterfaceIndex && First.PathIds == source.PathIds
        && First.InstallsBlackholes == source.InstallsBlackholes;

    /// <summary>The columns are another session's from now on.</summary>
    public void Become(RibSource source)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            _all[i] = _all[i] with { RouterId = source.RouterId };
            _tables.ReplaceSource(_all[i]);
        }
    }

    /// <summary>The neighbour's paths rank or may be told differently from now on.</summary>
    public void Change(SourceKind kind, bool installsBlackholes)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            _all[i] = _all[i] with { Kind = kind, InstallsBlackholes = installsBlackholes };
            _tables.ReplaceSource(_all[i]);
        }

        First = _all[0];
    }

    /// <summary>Paths in use.</summary>
    public int Accepted(FamilyRib rib)
    {
        int count = 0;
        foreach (RibSource lane in _all)
        {
            count += rib.AcceptedCount(lane.Index);
        }

        return count;
    }

    /// <summary>Paths that import refused.</summary>
    public int Refused(FamilyRib rib)
    {
        int count = 0;
        foreach (RibSource lane in _all)
        {
            count += rib.RefusedCount(lane.Index);
        }

        return count;
    }

    private RibSource? Add()
    {
        if (_all.Count == MaxPaths || !_numbers.TryNext(out ushort number))
        {
            return null;
        }

        RibSource lane = First with { Index = number, Neighbour = First.Index };
        _tables.AddSource(lane);
        _all.Add(lane);
        return lane;
    }
}
