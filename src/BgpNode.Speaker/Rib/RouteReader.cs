using System.Collections.Immutable;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Export;
using BgpNode.Routing.Import;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>Answers questions about the RIB with values. Runs on the loop's thread, so a page is bounded.</summary>
internal sealed class RouteReader(RibTables tables, IReadOnlyList<RibPeer> peers, FibReader fib)
{
    // A page that finds nothing must not hold the loop for a whole table.
    private const int MaxLooked = 100_000;

    private readonly ExportScratch _scratch = new();

    public RoutePage Read(RouteQuery query)
    {
        FamilyRib rib = tables[query.Family];
        RibPeer? peer = peers.FirstOrDefault(p => p.Name == query.Peer);
        if (query.Table != RouteTable.LocRib && peer is null)
        {
            return RoutePage.Empty;
        }

        Func<int, RouteView?> view = query.Table switch
        {
            RouteTable.LocRib => id => Best(rib, id),
            RouteTable.Received => id => Received(rib, peer!.Source, id),
            _ => id => Sent(rib, peer!, id),
        };
        if (query.Prefix is { } prefix && query.Match != PrefixMatch.Longer)
        {
            int id = query.Match == PrefixMatch.Exact ? rib.Find(prefix) : FindLongest(rib, prefix);
            return id >= 0 && view(id) is { } only ? new RoutePage([only], null) : RoutePage.Empty;
        }

        ImmutableArray<RouteView>.Builder routes = ImmutableArray.CreateBuilder<RouteView>();
        int limit = rib.IdLimit;
        int next = query.From;
        for (int looked = 0; next < limit && routes.Count < query.Limit && looked < MaxLooked; next++, looked++)
        {
            if ((query.Prefix is null || (rib.IsInUse(next) && query.Prefix.Value.Contains(rib.PrefixOf(next)))) && view(next) is { } route)
            {
                routes.Add(route);
            }
        }

        return new RoutePage(routes.ToImmutable(), next < limit ? next : null);
    }

    public RouteExplanation? Explain(Prefix prefix, PrefixMatch match)
    {
        FamilyRib rib = tables[prefix.Family];
        int id = match == PrefixMatch.Longest ? FindLongest(rib, prefix) : rib.Find(prefix);
        if (id < 0)
        {
            return null;
        }

        var paths = rib.Sources.Select(s => Received(rib, s, id)).OfType<RouteView>().OrderByDescending(r => r.IsBest);
        var exports = peers.Where(p => p.Member.Key.Families.Has(prefix.Family)).Select(p => Export(rib, p, id));
        return new RouteExplanation(rib.PrefixOf(id), [.. paths], fib.PathOf(rib, id), [.. exports]);
    }

    private static int FindLongest(FamilyRib rib, Prefix prefix)
    {
        for (int length = prefix.Length; length >= 0; length--)
        {
            int id = rib.Find(new Prefix(prefix.Address, length));
            if (id >= 0 && rib.BestSource(id) != 0)
            {
                return id;
            }
        }

        return -1;
    }

    private RouteView? Best(FamilyRib rib, int id) =>
        rib.BestSource(id) is var best and not 0 ? Received(rib, rib.Source(best)!, id) : null;

    private RouteView? Received(FamilyRib rib, RibSource source, int id)
    {
        int set = rib.ReceivedFrom(source.Index, id);
        if (set == 0)
        {
            return null;
        }

        int accepted = rib.AcceptedFrom(source.Index, id);
        LocalEntry? local = source.Kind == SourceKind.Local ? tables.Locals(rib.Family).Find(id) : null;
        return new RouteView
        {
            Prefix = rib.PrefixOf(id),
            Source = source.Name,
            SourceAddress = local is null ? source.Address : null,
            Attributes = rib.Attributes[set].Decode(rib.Family),
            IsBest = accepted != 0 && rib.BestSource(id) == source.Index,
            DecidedBy = accepted == 0 ? null : StepOf(rib, source, id),
            Refusal = accepted == 0 ? peers.First(p => p.Source.Index == source.Index).Judge(set) : ImportRefusal.None,
            Local = local?.Route,
            Acknowledged = local?.Acknowledged ?? false,
        };
    }

    private RouteView? Sent(FamilyRib rib, RibPeer peer, int id) =>
        peer.Member.Group.Family(rib.Family)?.SentSource(id) is { } source and not 0 && source != peer.Source.Index
            && rib.BestSource(id) == source && Export(rib, peer, id).Attributes is { } attributes
            ? new RouteView { Prefix = rib.PrefixOf(id), Source = rib.Source(source)!.Name, Attributes = attributes, IsBest = true }
            : null;

    private ExportView Export(FamilyRib rib, RibPeer peer, int id)
    {
        ushort best = rib.BestSource(id);
        if (best == 0 || best == peer.Source.Index)
        {
            return new ExportView(peer.Name, best == 0 ? ExportRefusal.NoPath : ExportRefusal.SplitHorizon, null);
        }

        if (best == RibSource.LocalIndex && !tables.Locals(rib.Family).MayBeAnnounced(id))
        {
            return new ExportView(peer.Name, ExportRefusal.NotAnnounced, null);
        }

        // With four octets an AS whatever was agreed: this is for people.
        var encoder = new ExportEncoder(peer.Member.Key with { FourOctetAs = true }, tables.Attributes, _scratch);
        ExportRefusal refusal = encoder.Encode(rib.Source(best)!, rib.BestSet(id), rib.Family);
        if (refusal != ExportRefusal.None)
        {
            return new ExportView(peer.Name, refusal, null);
        }

        PathAttributes attributes = PathAttributes.Read(encoder.Attributes);
        if (MpReach.TryReadNextHop(encoder.NextHop, out Address nextHop, out Address? linkLocal))
        {
            attributes = attributes with { Family = rib.Family, NextHop = nextHop, LinkLocalNextHop = linkLocal };
        }

        return new ExportView(peer.Name, ExportRefusal.None, attributes);
    }

    private static BestPathStep StepOf(FamilyRib rib, RibSource source, int id)
    {
        rib.Explain(id, out ReadOnlySpan<Candidate> candidates, out ReadOnlySpan<BestPathStep> steps);
        for (int i = 0; i < candidates.Length; i++)
        {
            if (candidates[i].Source.Index == source.Index)
            {
                return steps[i];
            }
        }

        return BestPathStep.NextHopUnreachable;
    }
}
