using System.Runtime.InteropServices;

namespace BgpNode.Routing.Rib;

/// <summary>
/// Whether MEDs may make the order of comparisons count: only where two paths of one prefix come from the same neighbouring AS,
/// so not as long as no two sources have had paths from one. Most nodes never see it, and are spared looking at all paths of every
/// prefix that has a MED.
/// </summary>
internal sealed partial class FamilyRib
{
    // A source that brings paths of more ASes than this is taken for one that shares them.
    private const int MaxNeighbourAses = 4096;

    private readonly Dictionary<uint, ushort> _neighbourAses = [];
    private ushort _notedSource;
    private uint _notedAs;
    private bool _medTies;

    private void NoteNeighbourAs(RibSource source, int setId)
    {
        if (_medTies || setId == 0)
        {
            return;
        }

        uint neighbourAs = Attributes.RankOf(setId).NeighbourAs;
        if (source.Index == _notedSource && neighbourAs == _notedAs)
        {
            return;
        }

        (_notedSource, _notedAs) = (source.Index, neighbourAs);
        ref ushort owner = ref CollectionsMarshal.GetValueRefOrAddDefault(_neighbourAses, neighbourAs, out bool known);
        _medTies = (known && owner != source.Index) || _neighbourAses.Count > MaxNeighbourAses;
        owner = source.Index;
        if (_medTies)
        {
            _neighbourAses.Clear();
        }
    }

    // Of the paths that are left each AS has one source at most: so say what is noted, or that nobody is left.
    private void ForgetNeighbourAses(ushort source)
    {
        foreach ((uint neighbourAs, ushort owner) in _neighbourAses)
        {
            if (owner == source)
            {
                _neighbourAses.Remove(neighbourAs);
            }
        }

        _notedSource = 0;
        if (_sources.Count(s => s is not null) <= 1)
        {
            _medTies = false;
        }
    }
}
