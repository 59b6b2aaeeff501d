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
    private readonly PackRun _packRun;
    private readonly JournalReader _reader;
    private int _walk;
    private Closing _closing;

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
        _reader = rib.BestJournal.Open();
        _sent = new NativeArray<ushort>(Math.Max(rib.IdLimit, 1));
        if (from is null)
        {
            _closing = Closing.EndOfRib;
            _walk = 0;
            return;
        }

        _reader.MoveTo(from._reader);
        _walk = from._walk;
        _closing = from._closing;
        Count = from.Count;
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

    /// <summary>Prefixes that the group was sent.</summary>
    public int Count { get; private set; }

    /// <summary>Everything that happened so far is packed.</summary>
    public bool IsCurrent => _walk == NotWalking && _reader.AtHead;

    /// <summary>Every change is packed, though the rest of the table may still have to be told.</summary>
    public bool HasHeardAll => _reader.AtHead;

    /// <summary>The whole table is being told.</summary>
    public bool IsWalking => _walk != NotWalking;

    /// <summary>Everything before this entry of the journal is packed.</summary>
    public long Cursor => IsWalking ? 0 : _reader.Cursor;

    /// <summary>The source of the path that the group was sent, 0 for none.</summary>
    public ushort SentSource(int prefixId) => prefixId < _sent.Length ? _sent[prefixId] : (ushort)0;

    /// <summary>Prefixes that were sent with paths of this source.</summary>
    public int CountFrom(ushort source) => Count == 0 ? 0 : _sent.AsSpan(0, _sent.Length).Count(source);

    /// <summary>Tells everything again; with the marks of RFC 7313 around it if the neighbours know them.</summary>
    public void Resend(bool marks)
    {
        _walk = 0;
        _reader.SkipToHead();
        if (marks)
        {
            _packer.RefreshMark(RouteRefreshMessage.Begin);
            _closing = Closing.EndOfRefresh;
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

        bool walked = IsWalking && _walk >= _rib.IdLimit && _reader.AtHead;
        Flush();
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
    }

    private void Visit(int prefixId)
    {
        ref ushort sent = ref _sent[prefixId];
        ushort before = sent;
        ushort source = _rib.BestSource(prefixId);
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
        Count += change;
        _group.MemberOf(source)?.CountOwn(_rib.Family, change);
    }

    private void EndWalk()
    {
        _walk = NotWalking;
        if (_closing == Closing.EndOfRib)
        {
            _packer.EndOfRib();
        }
        else if (_closing == Closing.EndOfRefresh)
        {
            _packer.RefreshMark(RouteRefreshMessage.End);
        }

        _closing = Closing.None;
    }
}
