using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Rib;

/// <summary>
/// Which of several paths to one prefix is used. RFC 4271 §9.1.2.2, with the additions of RFC 4456 §9 and one step of ours
/// before it: what this node originates wins. The order of the rows is the decision.
/// </summary>
internal static class BestPath
{
    private static readonly (BestPathStep Step, Row Compare)[] BeforeMed =
    [
        (BestPathStep.LocalOverLearned, (in a, in b) => Above(a.Source.Kind == SourceKind.Local, b.Source.Kind == SourceKind.Local)),
        (BestPathStep.LocalPref,        (in a, in b) => b.Rank.LocalPref.CompareTo(a.Rank.LocalPref)),
        (BestPathStep.AsPathLength,     (in a, in b) => a.Rank.AsPathLength.CompareTo(b.Rank.AsPathLength)),
        (BestPathStep.Origin,           (in a, in b) => a.Rank.Origin.CompareTo(b.Rank.Origin)),
    ];

    private static readonly (BestPathStep Step, Row Compare)[] AfterMed =
    [
        (BestPathStep.ExternalOverInternal, (in a, in b) => Above(!a.Source.IsInternal, !b.Source.IsInternal)),
        (BestPathStep.RouterId,             (in a, in b) => a.Identifier.CompareTo(b.Identifier)),
        (BestPathStep.ClusterListLength,    (in a, in b) => a.Rank.ClusterListLength.CompareTo(b.Rank.ClusterListLength)),
        (BestPathStep.PeerAddress,          (in a, in b) => a.Source.Address.CompareTo(b.Source.Address)),
        (BestPathStep.PathIdentifier,       (in a, in b) => a.PathId.CompareTo(b.PathId)),
    ];

    private delegate int Row(in Candidate a, in Candidate b);

    /// <summary>
    /// Two paths against each other: negative when <paramref name="a"/> wins. Not enough where a third path has a MED, see
    /// <see cref="Choose"/>.
    /// </summary>
    public static int Compare(in Candidate a, in Candidate b, out BestPathStep step)
    {
        int order = CompareThroughMed(a, b, out step);
        if (order != 0)
        {
            return order;
        }

        foreach ((BestPathStep row, Row compare) in AfterMed)
        {
            order = compare(a, b);
            if (order != 0)
            {
                step = row;
                return order;
            }
        }

        return 0;
    }

    /// <summary>
    /// Takes out one path after another, a row at a time, and says which is left. MED is no order over all paths (it compares
    /// only those of one neighbouring AS), so a chain of comparisons in pairs may depend on their order; this does not.
    /// </summary>
    /// <param name="paths">The candidates, all with next hops that can be reached.</param>
    /// <param name="lostAt">For each path the row that took it out; for the winner the last row that took anything out.</param>
    /// <returns>The index of the winner, -1 without candidates.</returns>
    public static int Choose(ReadOnlySpan<Candidate> paths, Span<BestPathStep> lostAt)
    {
        if (paths.IsEmpty)
        {
            return -1;
        }

        lostAt = lostAt[..paths.Length];
        lostAt.Clear(); // OnlyPath: still in
        var last = BestPathStep.OnlyPath;
        foreach ((BestPathStep step, Row compare) in BeforeMed)
        {
            TakeOut(paths, lostAt, step, compare, ref last);
        }

        TakeOutByMed(paths, lostAt, ref last);
        foreach ((BestPathStep step, Row compare) in AfterMed)
        {
            TakeOut(paths, lostAt, step, compare, ref last);
        }

        int best = lostAt.IndexOf(BestPathStep.OnlyPath);
        lostAt[best] = last;
        return best;
    }

    /// <summary>Brings the first paths of the order to the front: what would win, what would win without it, and so on.</summary>
    public static void Rank(Span<Candidate> paths, Span<BestPathStep> scratch, int first)
    {
        for (int i = 0; i < first; i++)
        {
            int best = i + Choose(paths[i..], scratch);
            (paths[i], paths[best]) = (paths[best], paths[i]);
        }
    }

    /// <summary>Whether two paths tie up to and including MED and are of one kind: good enough to share the traffic.</summary>
    public static bool SharesWith(in Candidate best, in Candidate other) =>
        best.Source.Kind != SourceKind.Local && best.Source.IsInternal == other.Source.IsInternal
        && CompareThroughMed(best, other, out _) == 0;

    private static int CompareThroughMed(in Candidate a, in Candidate b, out BestPathStep step)
    {
        foreach ((BestPathStep row, Row compare) in BeforeMed)
        {
            int order = compare(a, b);
            if (order != 0)
            {
                step = row;
                return order;
            }
        }

        step = BestPathStep.MultiExitDisc;
        return ComparesMed(a.Rank, b.Rank) ? a.Rank.Med.CompareTo(b.Rank.Med) : 0;
    }

    private static void TakeOut(ReadOnlySpan<Candidate> paths, Span<BestPathStep> lostAt, BestPathStep step, Row compare, ref BestPathStep last)
    {
        int best = lostAt.IndexOf(BestPathStep.OnlyPath);
        for (int i = best + 1; i < paths.Length; i++)
        {
            if (lostAt[i] == BestPathStep.OnlyPath && compare(paths[i], paths[best]) < 0)
            {
                best = i;
            }
        }

        for (int i = 0; i < paths.Length; i++)
        {
            if (lostAt[i] == BestPathStep.OnlyPath && compare(paths[i], paths[best]) > 0)
            {
                lostAt[i] = last = step;
            }
        }
    }

    private static void TakeOutByMed(ReadOnlySpan<Candidate> paths, Span<BestPathStep> lostAt, ref BestPathStep last)
    {
        for (int i = 0; i < paths.Length; i++)
        {
            for (int j = 0; j < paths.Length && lostAt[i] == BestPathStep.OnlyPath; j++)
            {
                // Who lost by MED may still beat others by MED: the lowest of its AS beats them too.
                if (lostAt[j] is BestPathStep.OnlyPath or BestPathStep.MultiExitDisc
                    && ComparesMed(paths[i].Rank, paths[j].Rank) && paths[i].Rank.Med > paths[j].Rank.Med)
                {
                    lostAt[i] = last = BestPathStep.MultiExitDisc;
                }
            }
        }
    }

    // A missing MED is the lowest, 0 (§9.1.2.2 c).
    private static bool ComparesMed(in AttributeRank a, in AttributeRank b) => a.NeighbourAs == b.NeighbourAs;

    private static int Above(bool a, bool b) => b.CompareTo(a);
}
