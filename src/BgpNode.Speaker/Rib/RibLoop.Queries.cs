using BgpNode.Net;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Export;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>Questions: answered on the loop's thread, in pages, copied out.</summary>
public sealed partial class RibLoop
{
    private readonly RibSize[] _sizes = new RibSize[2];

    /// <summary>How much a family's table holds, as of the last turn. From any thread.</summary>
    public RibSize Size(Family family) => _sizes[(int)family];

    /// <summary>Completes when the loop has come to it: it turns.</summary>
    public Task PingAsync(CancellationToken ct = default) => AskAsync(() => true, ct);

    /// <summary>Paths by prefix; null when the query names a neighbour that is not established.</summary>
    public Task<IReadOnlyList<RibRoute>?> RoutesAsync(RibQuery query, CancellationToken ct = default) => AskAsync(() => Routes(query), ct);

    /// <summary>Everything about the longest prefix that covers this one, null when none is known.</summary>
    /// <param name="target">A prefix; the host prefix of an address.</param>
    /// <param name="exactly">Only this very prefix.</param>
    /// <param name="ct">Gives up waiting.</param>
    public Task<RibExplanation?> ExplainAsync(Prefix target, bool exactly, CancellationToken ct = default) => AskAsync(() => Explain(target, exactly), ct);

    private void UpdateSizes()
    {
        foreach (Family family in FamilyExtensions.All)
        {
            FamilyRib rib = _tables[family];
            long paths = rib.AcceptedCount(RibSource.LocalIndex);
            foreach (RibPeer peer in _peers)
            {
                paths += peer.Lanes.Accepted(rib) + peer.Lanes.Refused(rib);
            }

            _sizes[(int)family] = new RibSize(rib.BestCount, paths);
        }
    }

    private IReadOnlyList<RibRoute>? Routes(RibQuery query)
    {
        RibPeer? peer = query.Peer is null ? null : _peers.Find(p => p.Name == query.Peer);
        if (query.Peer is not null && peer is null)
        {
            return null;
        }

        FamilyRib rib = _tables[query.Family];
        var routes = new List<RibRoute>();
        foreach (Prefix prefix in Page(query, rib, peer))
        {
            int id = rib.Find(prefix);
            switch (query.Set)
            {
                case RibRouteSet.Received:
                    routes.AddRange(peer!.Lanes.All.Where(lane => rib.ReceivedFrom(lane.Index, id) != 0).Select(lane => ReceivedFrom(rib, id, peer, lane)));
                    break;
                case RibRouteSet.Sent:
                    routes.AddRange(SentTo(rib, id, peer!));
                    break;
                default:
                    routes.AddRange(CandidatesOf(rib, id).Where(route => (query.Set == RibRouteSet.All || route.Best) && (peer is null || route.Peer == peer.Name)));
                    break;
            }
        }

        return routes;
    }

    // One walk over the numbers, keeping only the first prefixes of the page: memory is the page's, not the table's.
    private static IEnumerable<Prefix> Page(RibQuery query, FamilyRib rib, RibPeer? peer)
    {
        if (query.Prefix is { } only && !query.Longer)
        {
            int id = rib.Find(only);
            return id >= 0 && Has(query, rib, id, peer) ? [only] : [];
        }

        var page = new SortedSet<Prefix>();
        for (int id = 0; id < rib.IdLimit; id++)
        {
            if (!Has(query, rib, id, peer))
            {
                continue;
            }

            Prefix prefix = rib.PrefixOf(id);
            if ((query.Prefix is null || query.Prefix.Value.Contains(prefix)) && (query.After is null || prefix > query.After.Value)
                && (page.Count < query.Limit || prefix < page.Max))
            {
                page.Add(prefix);
                if (page.Count > query.Limit)
                {
                    page.Remove(page.Max);
                }
            }
        }

        return page;
    }

    private static bool Has(RibQuery query, FamilyRib rib, int id, RibPeer? peer) => query.Set switch
    {
        RibRouteSet.Received => peer!.Lanes.All.Any(lane => rib.ReceivedFrom(lane.Index, id) != 0),
        RibRouteSet.Sent => SourcesSent(rib, id, peer!).Any(),
        _ => rib.BestSource(id) != 0,
    };

    // What its group was sent, but for what came from the neighbour itself.
    private static IEnumerable<ushort> SourcesSent(FamilyRib rib, int id, RibPeer peer) =>
        peer.Member.Group.Family(rib.Family)?.SentSources(id).Where(source => (rib.Source(source)?.Neighbour ?? source) != peer.Source.Index) ?? [];

    private static bool IsUnreachable(FamilyRib rib, int setId) => (rib.Attributes.RankOf(setId).Flags & SetFlags.Unreachable) != 0;

    private RibExplanation? Explain(Prefix target, bool exactly)
    {
        FamilyRib rib = _tables[target.Family];
        for (int length = target.Length; length >= (exactly ? target.Length : 0); length--)
        {
            var prefix = new Prefix(target.Address, length);
            int id = rib.Find(prefix);
            if (id < 0)
            {
                continue;
            }

            IReadOnlyList<RibRoute> candidates = CandidatesOf(rib, id);
            RibRoute[] refused =
            [
                .. _peers.SelectMany(peer => peer.Lanes.All
                    .Where(lane => rib.ReceivedFrom(lane.Index, id) != 0 && (rib.AcceptedFrom(lane.Index, id) == 0 || IsUnreachable(rib, rib.AcceptedFrom(lane.Index, id))))
                    .Select(lane => ReceivedFrom(rib, id, peer, lane))),
            ];
            if (candidates.Count > 0 || refused.Length > 0)
            {
                return new RibExplanation(prefix, candidates, refused, [.. _peers.Where(peer => peer.Handles(target.Family)).Select(peer => ExportOf(rib, id, peer))]);
            }
        }

        return null;
    }

    private static List<RibRoute> CandidatesOf(FamilyRib rib, int id)
    {
        var routes = new List<RibRoute>();
        int best = rib.Explain(id, out ReadOnlySpan<Candidate> candidates, out ReadOnlySpan<BestPathStep> steps);
        for (int i = 0; i < candidates.Length; i++)
        {
            var route = new RibRoute(
                rib.PrefixOf(id), candidates[i].Source.Name, rib.Attributes[candidates[i].SetId].Decode(rib.Family), i == best, RibWords.Of(steps[i], i == best),
                rib.PathId(candidates[i].Source.Index, id));
            routes.Insert(i == best ? 0 : routes.Count, route);
        }

        return routes;
    }

    private static RibRoute ReceivedFrom(FamilyRib rib, int id, RibPeer peer, RibSource lane)
    {
        int set = rib.ReceivedFrom(lane.Index, id);
        bool best = rib.BestSource(id) == lane.Index;
        int accepted = rib.AcceptedFrom(lane.Index, id);
        string? refusal = accepted == 0 ? peer.WhyRefused(set, rib.PrefixOf(id))
            : IsUnreachable(rib, accepted) ? $"next hop {rib.Attributes[accepted].NextHop} cannot be reached"
            : null;
        return new RibRoute(rib.PrefixOf(id), peer.Name, rib.Attributes[set].Decode(rib.Family), best, refusal, rib.PathId(lane.Index, id));
    }

    // What went out is made anew from the paths: nothing of it was kept.
    private static IEnumerable<RibRoute> SentTo(FamilyRib rib, int id, RibPeer peer)
    {
        UpdateGroup group = peer.Member.Group;
        Prefix prefix = rib.PrefixOf(id);
        if (group.Family(rib.Family) is not { HasPathIds: true })
        {
            return [new RibRoute(prefix, peer.Name, group.Describe(rib.Source(rib.BestSource(id)) ?? RibSource.Local, rib.BestSet(id), prefix), Best: true, null)];
        }

        // One that is going has no set any more.
        return SourcesSent(rib, id, peer).Where(source => rib.Source(source) is not null && rib.AcceptedFrom(source, id) != 0).Select(source => new RibRoute(
            prefix, peer.Name, group.Describe(rib.Source(source)!, rib.AcceptedFrom(source, id), prefix), rib.BestSource(id) == source, null, source));
    }

    private RibExport ExportOf(FamilyRib rib, int id, RibPeer peer)
    {
        int sent = SourcesSent(rib, id, peer).Count();
        if (sent > 0)
        {
            return new RibExport(peer.Name, true, null, sent);
        }

        ushort source = rib.BestSource(id);
        UpdateGroup group = peer.Member.Group;
        ExportRefusal refusal = source == 0 ? ExportRefusal.NoPath
            : rib.BestNeighbour(id) == peer.Source.Index ? ExportRefusal.SplitHorizon
            : source == RibSource.LocalIndex && !_tables.Locals(rib.Family).MayBeAnnounced(id) ? ExportRefusal.NotAnnounced
            : group.Judge(source, rib.BestSet(id));
        if (refusal == ExportRefusal.None)
        {
            refusal = group.Refusal(source, rib.BestSet(id), rib.PrefixOf(id), out string? rule);
            return new RibExport(peer.Name, false, rule is not null ? $"refused by filter {rule}" : RibWords.Of(refusal) ?? "waits to be packed");
        }

        return new RibExport(peer.Name, false, RibWords.Of(refusal));
    }
}
