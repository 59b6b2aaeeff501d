using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// What one update group is told about a family when it takes several paths for a prefix (RFC 7911): every usable one that the
/// rules let through. The identifier of a path is the number of its source, which has at most one path for a prefix and keeps
/// it: so a path that changes is sent again, one that goes is withdrawn, and the others are left alone.
/// </summary>
internal sealed class PathsExport
{
    /// <summary>Paths of one prefix that are sent; with more, the best ones.</summary>
    public const int MaxPaths = 64;

    private readonly UpdateGroup _group;
    private readonly FamilyRib _rib;
    private readonly LocalRoutes _locals;
    private readonly PackBatch _batch;
    private readonly UpdatePacker _packer;
    private readonly PackRun _packRun;
    private readonly SentPaths _sent;
    private readonly List<int> _gone = [];
    private BestPathStep[] _scratch = new BestPathStep[MaxPaths];

    /// <param name="group">Whose log is written.</param>
    /// <param name="rib">What is read.</param>
    /// <param name="locals">Which of the node's own routes may be announced.</param>
    /// <param name="batch">Scratch, shared with other groups.</param>
    /// <param name="packer">Writes into the group's log.</param>
    /// <param name="from">What the members were sent so far by another group, null for new ones.</param>
    public PathsExport(UpdateGroup group, FamilyRib rib, LocalRoutes locals, PackBatch batch, UpdatePacker packer, PathsExport? from)
    {
        _group = group;
        _rib = rib;
        _locals = locals;
        _batch = batch;
        _packer = packer;
        _packRun = Pack;
        _sent = new SentPaths(rib.Attributes);
        foreach ((int id, ushort source, int set) in from?._sent.All() ?? [])
        {
            if (!_sent.Knows(id))
            {
                _rib.Hold(id);
            }

            _sent.Tell(id, source, set);
        }
    }

    /// <summary>Paths that the group was sent.</summary>
    public int Count => _sent.Count;

    public IEnumerable<ushort> SentSources(int prefixId)
    {
        for (int row = 0; row < _sent.CountOf(prefixId); row++)
        {
            yield return _sent.Source(prefixId, row);
        }
    }

    /// <summary>Paths that were sent and came from the neighbour with this first source.</summary>
    public int CountFrom(ushort neighbour) => _sent.All().Count(path => NeighbourOf(path.Source) == neighbour);

    /// <summary>Fills the batch: changes first, then what a walk over the table has not reached yet. Returns how far the walk is.</summary>
    /// <param name="reader">What changed.</param>
    /// <param name="walk">The next prefix of the walk, more than any without one.</param>
    /// <param name="again">The walk tells also what was told before.</param>
    public int Read(JournalReader reader, int walk, bool again)
    {
        while (_batch.HasRoomFor(MaxPaths) && reader.TryRead(out int prefixId))
        {
            if (prefixId < walk || _sent.Knows(prefixId))
            {
                Visit(prefixId, again: false);
            }
        }

        for (int limit = _rib.IdLimit; walk < limit && _batch.HasRoomFor(MaxPaths); walk++)
        {
            Visit(walk, again);
        }

        return walk;
    }

    public void Flush()
    {
        foreach (IGrouping<ushort, int> run in _batch.Withdrawn.GroupBy(w => w.Source, w => w.PrefixId))
        {
            Withdraw(run.Key, [.. run]);
        }

        _batch.ForEachRun(_packRun);
        foreach (int prefixId in _gone)
        {
            _rib.Unhold(prefixId); // its text is no longer needed
        }

        _gone.Clear();
        _batch.Clear();
    }

    /// <summary>Lets go of every prefix; the group is no more.</summary>
    public void Close()
    {
        int[] held = [.. _sent.All().Select(path => path.PrefixId).Distinct()];
        _sent.Release();
        foreach (int prefixId in held)
        {
            _rib.Unhold(prefixId);
        }
    }

    private void Visit(int prefixId, bool again)
    {
        bool had = _sent.Knows(prefixId);
        ReadOnlySpan<Candidate> wanted = Wanted(prefixId);
        for (int row = _sent.CountOf(prefixId) - 1; row >= 0; row--)
        {
            ushort source = _sent.Source(prefixId, row);
            if (!Has(wanted, source))
            {
                _sent.Forget(prefixId, row);
                _batch.Withdrawn.Add((prefixId, source));
                CountSent(source, -1);
            }
        }

        foreach (ref readonly Candidate path in wanted)
        {
            int before = _sent.Count;
            if (_sent.Tell(prefixId, path.Source.Index, path.SetId) || again)
            {
                _batch.Announce(prefixId, path.SetId, path.Source.Index);
                CountSent(path.Source.Index, _sent.Count - before);
            }
        }

        if (had && wanted.IsEmpty)
        {
            _gone.Add(prefixId);
        }
        else if (!had && !wanted.IsEmpty)
        {
            _rib.Hold(prefixId);
        }
    }

    // The paths to be sent, each with the set that it is sent with.
    private Span<Candidate> Wanted(int prefixId)
    {
        Span<Candidate> paths = _rib.IsInUse(prefixId) ? _rib.Usable(prefixId) : [];
        int count = 0;
        for (int i = 0; i < paths.Length; i++)
        {
            ushort source = paths[i].Source.Index;
            int setId = paths[i].SetId;
            if (_group.Exports(source, setId, _rib.Family)
                && (!_group.TestsPrefix || _group.Admits(source, setId, _rib.PrefixOf(prefixId)))
                && (source != RibSource.LocalIndex || _locals.MayBeAnnounced(prefixId))
                && (!_group.ChangesRoutes || (setId = _group.Sent(source, setId, _rib.PrefixOf(prefixId))) != 0))
            {
                paths[count++] = paths[i] with { SetId = setId };
            }
        }

        paths = paths[..count];
        if (count <= MaxPaths)
        {
            return paths;
        }

        if (_scratch.Length < count)
        {
            _scratch = new BestPathStep[count];
        }

        BestPath.Rank(paths, _scratch, MaxPaths);
        return paths[..MaxPaths];
    }

    private void Pack(ushort source, int setId, ReadOnlySpan<int> prefixIds)
    {
        if (AudienceOf(source, out ushort tag) is not { } audience)
        {
            return;
        }

        ExportEncoder encoder = _group.Encoder;
        if (encoder.Encode(_rib.Source(source)!, setId, _rib.Family) == ExportRefusal.None && _packer.Fits(encoder))
        {
            _packer.Announce(prefixIds, encoder, audience, tag, pathId: source);
            return;
        }

        // No message can carry it: then the neighbours must not keep what they had before (RFC 4271 §9.2, RFC 8654 §5).
        Withdraw(source, prefixIds);
        foreach (int id in prefixIds)
        {
            _sent.Forget(id, RowOf(id, source));
            CountSent(source, -1);
            if (!_sent.Knows(id))
            {
                _gone.Add(id);
            }
        }
    }

    private void Withdraw(ushort source, ReadOnlySpan<int> prefixIds)
    {
        if (AudienceOf(source, out ushort tag) is { } audience)
        {
            _packer.Withdraw(prefixIds, audience, tag, pathId: source);
            _group.CountWithdrawn(_rib.Family, prefixIds.Length, audience, tag);
        }
    }

    // Everybody but the neighbour that the path is from; null when nobody else is there.
    private Audience? AudienceOf(ushort source, out ushort tag)
    {
        tag = NeighbourOf(source);
        if (_group.MemberOf(tag) is null)
        {
            tag = 0;
            return Audience.All;
        }

        return _group.Members.Count == 1 ? null : Audience.Except;
    }

    // Of a source that is gone nobody is a member any more.
    private ushort NeighbourOf(ushort source) => _rib.Source(source)?.Neighbour ?? source;

    private int RowOf(int prefixId, ushort source)
    {
        int row = 0;
        while (_sent.Source(prefixId, row) != source)
        {
            row++;
        }

        return row;
    }

    private void CountSent(ushort source, int change) => _group.MemberOf(NeighbourOf(source))?.CountOwn(_rib.Family, change);

    private static bool Has(ReadOnlySpan<Candidate> paths, ushort source)
    {
        foreach (ref readonly Candidate path in paths)
        {
            if (path.Source.Index == source)
            {
                return true;
            }
        }

        return false;
    }
}
