using System.Numerics;
using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Rib;

/// <summary>
/// The decision process, RFC 4271 §9.1: a new path is compared with the best one; all are looked at only when the best one
/// got worse or went, or where a MED makes pairs unreliable.
/// </summary>
internal sealed partial class FamilyRib
{
    private Candidate[] _candidates = new Candidate[16];
    private BestPathStep[] _lostAt = new BestPathStep[16];
    private Candidate[] _chosen = new Candidate[16];

    /// <summary>A lane of a neighbour has this path now, with this identifier.</summary>
    public void Announce(RibSource lane, int prefixId, uint pathId, int received, int accepted)
    {
        _pathIds[lane.Index]?.Exchange(prefixId, (int)pathId); // before the decision, which may turn on it
        Announce(lane, prefixId, received, accepted);
    }

    /// <summary>A source has this path now. The sets get references of their own.</summary>
    /// <param name="source">Whose path it is.</param>
    /// <param name="prefixId">The number of the prefix.</param>
    /// <param name="received">The set as it came.</param>
    /// <param name="accepted">The set after import, 0 when import refused it.</param>
    /// <returns>The set that the source had in use before, 0 for none.</returns>
    public int Announce(RibSource source, int prefixId, int received, int accepted)
    {
        int different = received == accepted ? 0 : received;
        int before = 0;
        Column receivedColumn = _received[source.Index]!;
        if (different != 0 || receivedColumn.Count != 0)
        {
            before = receivedColumn.Exchange(prefixId, different);
            CountEntry(prefixId, before, different);
        }

        int old = _accepted[source.Index]!.Exchange(prefixId, accepted);
        _changed[source.Index] += (different != 0 && accepted != 0 ? 1 : 0) - (before != 0 && old != 0 ? 1 : 0);
        if (old != accepted)
        {
            NoteNeighbourAs(source, accepted);
            CountEntry(prefixId, old, accepted);
            UpdateMask(source.Index, prefixId, accepted != 0);
            if (PathJournal.HasReaders)
            {
                PathJournal.Append(prefixId);
            }

            Decide(source, prefixId, old, accepted);
            if (old != 0)
            {
                Attributes.Release(old); // after the decision, which compared with it
            }
        }

        if (before != 0)
        {
            Attributes.Release(before); // after it may have got a reference as the accepted one
        }

        return old;
    }

    /// <summary>A source has no path to the prefix any more. Returns whether it had one, accepted or not.</summary>
    public bool Withdraw(RibSource source, int prefixId)
    {
        int had = ReceivedFrom(source.Index, prefixId);
        if (had == 0)
        {
            return false;
        }

        Announce(source, prefixId, 0, 0);
        _pathIds[source.Index]?.Exchange(prefixId, 0);
        FreeIfUnused(prefixId);
        return true;
    }

    /// <summary>Decides again about every prefix that has a path with one of these sets.</summary>
    public void Reconsider(IReadOnlySet<int> sets)
    {
        for (ushort index = 1; index < _sources.Length; index++)
        {
            if (_accepted[index] is not { } column)
            {
                continue;
            }

            for (int id = column.Next(0); id >= 0; id = column.Next(id + 1))
            {
                if (sets.Contains(column[id]))
                {
                    DecideFully(id);
                    PathJournal.Append(id);
                }
            }
        }
    }

    /// <summary>All usable paths of a prefix and what decided about each; the winner's index, -1 for none. Valid until the next call.</summary>
    public int Explain(int prefixId, out ReadOnlySpan<Candidate> candidates, out ReadOnlySpan<BestPathStep> steps)
    {
        int count = Collect(prefixId);
        int best = BestPath.Choose(_candidates.AsSpan(0, count), _lostAt);
        candidates = _candidates.AsSpan(0, count);
        steps = _lostAt.AsSpan(0, count);
        return PreferOldestExternal && best >= 0 ? ExplainOldest(prefixId, candidates, best) : best;
    }

    // What was decided when the paths came is the answer, and no longer follows from the paths alone.
    private int ExplainOldest(int prefixId, ReadOnlySpan<Candidate> candidates, int best)
    {
        int oldest = IndexOfBest(prefixId, candidates);
        if (oldest < 0 || oldest == best)
        {
            return best;
        }

        for (int i = 0; i < candidates.Length; i++)
        {
            if (i == best || _lostAt[i] > BestPathStep.ExternalOverInternal)
            {
                _lostAt[i] = BestPathStep.OldestExternal;
            }
        }

        return oldest;
    }

    private int IndexOfBest(int prefixId, ReadOnlySpan<Candidate> candidates)
    {
        ref PrefixState state = ref _states[prefixId];
        for (int i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Source.Index == state.BestSource && candidates[i].SetId == state.BestSet)
            {
                return i;
            }
        }

        return -1;
    }

    // RFC 5004 §3; paths of one router are told apart as ever.
    private bool IsKept(in Candidate best, in Candidate other, BestPathStep step) =>
        PreferOldestExternal && step > BestPathStep.ExternalOverInternal
        && best.Source.Kind == SourceKind.Ebgp && other.Source.Kind == SourceKind.Ebgp && best.Identifier != other.Identifier;

    /// <summary>All usable paths of a prefix, in the order of their columns. Valid until the next call; the caller may change it.</summary>
    public Span<Candidate> Usable(int prefixId)
    {
        int count = Collect(prefixId); // may make the array anew
        return _candidates.AsSpan(0, count);
    }

    /// <summary>
    /// The paths that the forwarding table gets, the best one first: those that tie with it through MED, up to the width for
    /// its kind, no next hop twice. Empty without a best path, or when it is not for that table. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<Candidate> Forwarding(int prefixId)
    {
        ref PrefixState state = ref _states[prefixId];
        if (state.BestSource == 0 || !IsForwarded(state.BestSource))
        {
            return [];
        }

        Candidate best = At(state.BestSource, prefixId, state.BestSet);
        int width = Multipath.WidthFor(best.Source.Kind);
        if (width <= 1 || (BitOperations.IsPow2(state.SourceMask) && _sources.Length <= PrefixState.MaskBits))
        {
            _chosen[0] = best;
            return _chosen.AsSpan(0, 1);
        }

        // In the order of the columns, so that the same paths give the same list whichever of them is best.
        int bestIndex = Explain(prefixId, out ReadOnlySpan<Candidate> candidates, out ReadOnlySpan<BestPathStep> steps);
        if (_chosen.Length < width)
        {
            _chosen = new Candidate[width];
        }

        _chosen[0] = candidates[bestIndex];
        int chosen = 1;
        for (int i = 0; i < candidates.Length && chosen < width; i++)
        {
            bool ties = i != bestIndex && steps[i] > BestPathStep.ExternalOverInternal;
            if (ties && !HasNextHopOf(candidates[i], chosen))
            {
                _chosen[chosen++] = candidates[i];
            }
        }

        return _chosen.AsSpan(0, chosen);
    }

    private void Decide(RibSource source, int prefixId, int old, int now)
    {
        ref PrefixState state = ref _states[prefixId];
        bool usable = now != 0 && (Attributes.RankOf(now).Flags & SetFlags.Unreachable) == 0;
        if (usable && Attributes.RankOf(now).Med != 0)
        {
            state.MedMatters = true;
        }

        if (state.BestSource == 0)
        {
            if (usable)
            {
                SetBest(prefixId, source.Index, now); // whatever else is there cannot be used
            }
        }
        else if (state.MedMatters && _medTies)
        {
            DecideFully(prefixId);
        }
        else if (state.BestSource == source.Index)
        {
            var before = new Candidate(source, old, Attributes.RankOf(old));
            if (usable && BestPath.Compare(At(source.Index, prefixId, now), before, out _) <= 0)
            {
                SetBest(prefixId, source.Index, now);
            }
            else
            {
                DecideFully(prefixId);
            }
        }
        else
        {
            Candidate best = At(state.BestSource, prefixId, state.BestSet);
            if (usable && BestPath.Compare(At(source.Index, prefixId, now), best, out BestPathStep step) < 0 && !IsKept(best, At(source.Index, prefixId, now), step))
            {
                SetBest(prefixId, source.Index, now);
            }
            else if (_forwardLearned && Multipath.WidthFor(best.Source.Kind) > 1
                && ((usable && BestPath.SharesWith(best, At(source.Index, prefixId, now)))
                    || (old != 0 && BestPath.SharesWith(best, new Candidate(source, old, Attributes.RankOf(old))))))
            {
                ForwardingJournal.Append(prefixId);
            }
        }
    }

    private void DecideFully(int prefixId)
    {
        int count = Collect(prefixId);
        ref PrefixState state = ref _states[prefixId];
        ReadOnlySpan<Candidate> candidates = _candidates.AsSpan(0, count);
        int best = 0;
        state.MedMatters = false;
        for (int i = 0; i < count; i++)
        {
            state.MedMatters |= candidates[i].Rank.Med != 0;
            best = BestPath.Compare(candidates[i], candidates[best], out _) < 0 ? i : best;
        }

        if (count == 0)
        {
            SetBest(prefixId, 0, 0);
            return;
        }

        best = PreferOldestExternal || (state.MedMatters && _medTies) ? BestPath.Choose(candidates, _lostAt) : best;
        int before = PreferOldestExternal ? IndexOfBest(prefixId, candidates) : -1;
        if (before >= 0 && before != best && IsKept(candidates[before], candidates[best], _lostAt[before]))
        {
            best = before;
        }

        SetBest(prefixId, candidates[best].Source.Index, candidates[best].SetId);
    }

    private void SetBest(int prefixId, ushort source, int setId)
    {
        ref PrefixState state = ref _states[prefixId];
        ushort before = state.BestSource;
        if (before != source || state.BestSet != setId)
        {
            BestCount += (source != 0 ? 1 : 0) - (before != 0 ? 1 : 0);
            state.BestSource = source;
            state.BestSet = setId;
            BestJournal.Append(prefixId);
        }

        if (IsForwarded(source) || IsForwarded(before))
        {
            ForwardingJournal.Append(prefixId);
        }
    }

    private bool IsForwarded(ushort source) => _forwardLearned || source == RibSource.LocalIndex;

    private int Collect(int prefixId)
    {
        int count = 0;
        for (uint mask = _states[prefixId].SourceMask; mask != 0; mask &= mask - 1)
        {
            for (int index = BitOperations.TrailingZeroCount(mask); index < _accepted.Length; index += PrefixState.MaskBits)
            {
                int setId = _accepted[index]?[prefixId] ?? 0;
                if (setId == 0 || (Attributes.RankOf(setId).Flags & SetFlags.Unreachable) != 0)
                {
                    continue;
                }

                if (count == _candidates.Length)
                {
                    Array.Resize(ref _candidates, count * 2);
                    Array.Resize(ref _lostAt, count * 2);
                }

                _candidates[count++] = At((ushort)index, prefixId, setId);
            }
        }

        return count;
    }

    private Candidate At(ushort source, int prefixId, int setId) => new(_sources[source]!, setId, Attributes.RankOf(setId))
    {
        PathId = _pathIds[source] is { } ids ? (uint)ids[prefixId] : 0,
    };

    private bool HasNextHopOf(in Candidate candidate, int chosen)
    {
        ReadOnlySpan<byte> nextHop = Attributes[candidate.SetId].NextHopBytes;
        for (int i = 0; i < chosen; i++)
        {
            if (_chosen[i].Source.InterfaceIndex == candidate.Source.InterfaceIndex
                && Attributes[_chosen[i].SetId].NextHopBytes.SequenceEqual(nextHop))
            {
                return true;
            }
        }

        return false;
    }

    private void CountEntry(int prefixId, int before, int now)
    {
        if (now != 0)
        {
            Attributes.AddReference(now);
        }

        if ((before == 0) != (now == 0))
        {
            _states[prefixId].Entries += (ushort)(now == 0 ? -1 : 1);
        }
    }

    private void UpdateMask(ushort source, int prefixId, bool present)
    {
        ref uint mask = ref _states[prefixId].SourceMask;
        if (present)
        {
            mask |= 1u << (source % PrefixState.MaskBits);
            return;
        }

        for (int index = source % PrefixState.MaskBits; index < _accepted.Length; index += PrefixState.MaskBits)
        {
            if (_accepted[index] is { } column && column[prefixId] != 0)
            {
                return; // another source of the same bit
            }
        }

        mask &= ~(1u << (source % PrefixState.MaskBits));
    }
}
