using BgpNode.Net.Memory;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// What one update group was told about one family: a reader of the journal with, for each prefix, the source of the path that
/// the group was sent. A member has the prefix unless it is that source itself.
/// </summary>
internal sealed class FamilyExport
{
    private const int NotWalking = int.MaxValue;

    private readonly UpdateGroup _group;
    private readonly FamilyRib _rib;
    private readonly LocalRoutes _locals;
    private readonly PackBatch _batch;
    private readonly UpdatePacker _packer;
    private readonly NativeArray<ushort> _sent;
    private readonly PathsExport? _paths;
    private readonly PackRun _packRun;
    private readonly JournalReader _reader;
    private int _count;
    private int _walk;
    private Closing _closing;
    private bool _refreshWaits;
    private bool _again;

    /// <param name="group">Whose log is written.</param>
    /// <param name="rib">What is read.</param>
    /// <param name="locals">Which of the node's own routes may be announced.</param>
    /// <param name="batch">Scratch, shared with other groups.</param>
    /// <param name="from">What the members were sent so far by another group, null for new ones, which get everything and an End-of-RIB.</param>
    public FamilyExport(UpdateGroup group, FamilyRib rib, LocalRoutes locals, PackBatch batch, FamilyExport? from)
    {
        _group = group;
        _rib = rib;
        _locals = locals;
        _batch = batch;
        _packer = new UpdatePacker(group.Log, group.Key.MaxMessageLength, rib);
        _packRun = Pack;
        _paths = group.Key.AddPath.Has(rib.Family) ? new PathsExport(group, rib, locals, batch, _packer, from?._paths) : null;
        _reader = (_paths is null ? rib.BestJournal : rib.PathJournal).Open();
        _sent = new NativeArray<ushort>(_paths is null ? Math.Max(rib.IdLimit, 1) : 1);
        if (from is null)
        {
            _closing = Closing.EndOfRib;
            _walk = 0;
            return;
        }

        _reader.MoveTo(from._reader);
        _walk = from._walk;
        _closing = from._closing;
        _refreshWaits = from._refreshWaits;
        _again = from._again;
        _count = from._count;
        _sent.EnsureLength(from._sent.Length);
        for (int id = 0; id < from._sent.Length; id++)
        {
            ushort source = from._sent[id];
            _sent[id] = source;
            if (source != 0)
            {
                _rib.Hold(id);
            }
        }
    }

    private enum Closing
    {
        None,
        EndOfRib,
        EndOfRefresh,
    }

    /// <summary>Prefixes that the group was sent; paths where several go for a prefix.</summary>
    public int Count => _paths?.Count ?? _count;

    /// <summary>Everything that happened so far is packed.</summary>
    public bool IsCurrent => _walk == NotWalking && _reader.AtHead;

    /// <summary>Every change is packed, though the rest of the table may still have to be told.</summary>
    public bool HasHeardAll => _reader.AtHead;

    /// <summary>The whole table is being told.</summary>
    public bool IsWalking => _walk != NotWalking;

    /// <summary>Whether everything before these places of the two journals for exports is packed.</summary>
    public bool HasPassed(long best, long paths) => !IsWalking && _reader.Cursor >= (_paths is null ? best : paths);

    /// <summary>The sources of the paths that the group was sent; of the only one when just the best goes.</summary>
    public IEnumerable<ushort> SentSources(int prefixId) => _paths is not null ? _paths.SentSources(prefixId)
        : prefixId < _sent.Length && _sent[prefixId] != 0 ? [_sent[prefixId]]
        : [];

    /// <summary>Whether paths go with identifiers, which are the numbers of their sources.</summary>
    public bool HasPathIds => _paths is not null;

    /// <summary>Prefixes, or paths, that were sent and came from the neighbour with this first source.</summary>
    public int CountFrom(ushort source) => Count == 0 ? 0 : _paths?.CountFrom(source) ?? _sent.AsSpan(0, _sent.Length).Count(source);

    /// <summary>Tells everything again; with the marks of RFC 7313 around it if the neighbours know them.</summary>
    public void Resend(bool marks)
    {
        if (marks && _closing == Closing.EndOfRib)
        {
            _refreshWaits = true; // RFC 7313 §4: no Beginning-of-RR before the End-of-RIB
            return;
        }

        _walk = 0;
        _again = true;
        _reader.SkipToHead();
        if (marks && _closing == Closing.None)
        {
            _packer.RefreshMark(RouteRefreshMessage.Begin);
            _closing = Closing.EndOfRefresh; // whoever asks again meanwhile is told everything before that mark
        }
    }

    /// <summary>Packs at most one batch. Returns whether there may be more to do.</summary>
    public bool Pump()
    {
        if (_reader.FellOff)
        {
            _walk = 0;
            _reader.SkipToHead();
        }

        if (_paths is not null)
        {
            _walk = _paths.Read(_reader, _walk, _again);
            return AfterBatch();
        }

        _sent.EnsureLength(_rib.IdLimit);
        while (!_batch.IsFull && _reader.TryRead(out int prefixId))
        {
            // What the walk has not reached yet it will see in its present state; what may have to be withdrawn does not wait for it.
            if (prefixId < _walk || _sent[prefixId] != 0)
            {
                Visit(prefixId);
            }
        }

        if (IsWalking)
        {
            int limit = _rib.IdLimit;
            while (!_batch.IsFull && _walk < limit)
            {
                Visit(_walk++);
            }
        }

        return AfterBatch();
    }

    // Returns whether there may be more to do.
    private bool AfterBatch()
    {
        bool walked = IsWalking && _walk >= _rib.IdLimit && _reader.AtHead;
        Flush();
        if (walked && _closing == Closing.EndOfRib && _group.HoldsEndOfRib)
        {
            return false; // goes on when it is let go, or with the next change
        }

        if (walked)
        {
            EndWalk();
        }

        return !IsCurrent;
    }

    /// <summary>Lets go of every prefix; the group is no more.</summary>
    public void Close()
    {
        _reader.Close();
        for (int id = 0; id < _sent.Length; id++)
        {
            if (_sent[id] != 0)
            {
                _rib.Unhold(id);
            }
        }

        _sent.Release();
        _paths?.Close();
    }

    private void Visit(int prefixId)
    {
        ref ushort sent = ref _sent[prefixId];
        ushort before = sent;
        ushort source = _rib.BestNeighbour(prefixId); // any lane of it stands for the others
        int setId = _rib.BestSet(prefixId);
        if (source == 0 || !_group.Exports(source, setId, _rib.Family)
            || (_group.TestsPrefix && !_group.Admits(source, setId, _rib.PrefixOf(prefixId)))
            || (source == RibSource.LocalIndex && !_locals.MayBeAnnounced(prefixId))
            || (_group.ChangesRoutes && (setId = _group.Sent(source, setId, _rib.PrefixOf(prefixId))) == 0))
        {
            if (before != 0)
            {
                _batch.Withdrawn.Add((prefixId, before));
                CountSent(before, -1);
                sent = 0;
            }

            return;
        }

        _batch.Announce(prefixId, setId, source);
        if (before == source)
        {
            return;
        }

        if (before == 0)
        {
            _rib.Hold(prefixId);
        }
        else
        {
            CountSent(before, -1);
            if (_group.MemberOf(source) is not null)
            {
                _batch.WithdrawnFromSource.Add((prefixId, source));
            }
        }

        CountSent(source, 1);
        sent = source;
    }

    private void Flush()
    {
        if (_batch.IsEmpty)
        {
            return;
        }

        if (_paths is not null)
        {
            _paths.Flush();
            return;
        }

        Withdraw(_batch.Withdrawn, Audience.Except);
        Withdraw(_batch.WithdrawnFromSource, Audience.Only);
        _batch.ForEachRun(_packRun);
        foreach ((int prefixId, _) in _batch.Withdrawn)
        {
            _rib.Unhold(prefixId); // its text is no longer needed
        }

        _batch.Clear();
    }

    private void Pack(ushort source, int setId, ReadOnlySpan<int> prefixIds)
    {
        bool isMember = _group.MemberOf(source) is not null;
        if (isMember && _group.Members.Count == 1)
        {
            return; // nobody else is there to hear it
        }

        Audience audience = isMember ? Audience.Except : Audience.All;
        ushort tag = isMember ? source : (ushort)0;
        ExportEncoder encoder = _group.Encoder;
        if (encoder.Encode(_rib.Source(source)!, setId, _rib.Family) == ExportRefusal.None && _packer.Fits(encoder))
        {
            _packer.Announce(prefixIds, encoder, audience, tag);
            return;
        }

        // No message can carry it: then the neighbours must not keep what they had before (RFC 4271 §9.2, RFC 8654 §5).
        _packer.Withdraw(prefixIds, audience, tag);
        foreach (int id in prefixIds)
        {
            _sent[id] = 0;
            CountSent(source, -1);
            _batch.Withdrawn.Add((id, source));
        }
    }

    private void Withdraw(List<(int PrefixId, ushort Source)> withdrawn, Audience audience)
    {
        foreach (IGrouping<ushort, int> run in withdrawn.GroupBy(w => _group.MemberOf(w.Source) is null ? (ushort)0 : w.Source, w => w.PrefixId))
        {
            if (run.Key != 0 && audience == Audience.Except && _group.Members.Count == 1)
            {
                continue; // the only member never had them
            }

            int[] prefixIds = [.. run];
            _packer.Withdraw(prefixIds, run.Key == 0 ? Audience.All : audience, run.Key);
            _group.CountWithdrawn(_rib.Family, prefixIds.Length, run.Key == 0 ? Audience.All : audience, run.Key);
        }
    }

    private void CountSent(ushort source, int change)
    {
        _count += change;
        _group.MemberOf(source)?.CountOwn(_rib.Family, change);
    }

    private void EndWalk()
    {
        _walk = NotWalking;
        _again = false;
        if (_closing == Closing.EndOfRib)
        {
            _packer.EndOfRib();
        }
        else if (_closing == Closing.EndOfRefresh)
        {
            _packer.RefreshMark(RouteRefreshMessage.End);
        }

        _closing = Closing.None;
        if (_refreshWaits)
        {
            _refreshWaits = false;
            Resend(marks: true);
        }
    }
}
