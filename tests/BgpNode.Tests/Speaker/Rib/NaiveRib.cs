using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>
/// The RIB as one would write it in an afternoon: dictionaries of objects, everything computed anew whenever it is asked for.
/// What the real one must always agree with.
/// </summary>
internal sealed class NaiveRib
{
    /// <summary>By prefix and path identifier, which is 0 for who sends none.</summary>
    public Dictionary<Neighbour, Dictionary<(Prefix Prefix, uint Id), PathAttributes>> Received { get; } = [];

    public Dictionary<Prefix, LocalRoute> Local { get; } = [];

    public HashSet<Prefix> Acknowledged { get; } = [];

    public HashSet<Address> Unreachable { get; } = [];

    public IEnumerable<Prefix> Prefixes => Received.Values.SelectMany(r => r.Keys.Select(k => k.Prefix)).Concat(Local.Keys).Distinct();

    /// <summary>The best path: its neighbour (null for our own) and attributes; null without one.</summary>
    public (Neighbour? From, PathAttributes Attributes)? Best(Prefix prefix)
    {
        if (Local.TryGetValue(prefix, out LocalRoute? local))
        {
            return (null, Own(prefix, local));
        }

        List<NaivePath> paths = Usable(prefix);
        if (paths.Count == 0)
        {
            return null;
        }

        paths = ThroughMed(paths);
        paths = Least(paths, p => p.From.Agreement.IsInternal ? 1u : 0u);
        paths = Least(paths, p => (p.Attributes.OriginatorId ?? p.From.Agreement.PeerId).Value);
        paths = Least(paths, p => (uint)p.Attributes.ClusterList.Length);
        paths = Least(paths, p => (uint)p.From.Address.Bits);
        NaivePath best = Least(paths, p => p.Id)[0];
        return (best.From, best.Attributes);
    }

    /// <summary>The next hops that share the traffic, as a set.</summary>
    public HashSet<Address> Gateways(Prefix prefix)
    {
        if (Local.ContainsKey(prefix) || Best(prefix) is not { From: { } best })
        {
            return [];
        }

        return [.. ThroughMed(Usable(prefix)).Where(p => p.From.Agreement.IsInternal == best.Agreement.IsInternal && TiesWith(p, prefix))
            .Select(p => p.Attributes.NextHop!.Value)];
    }

    /// <summary>What a neighbour is to have for a prefix that takes one path; null for nothing.</summary>
    public PathAttributes? Export(Neighbour to, Prefix prefix) => Best(prefix) is var (from, attributes) ? Export(to, prefix, from, attributes) : null;

    /// <summary>What a neighbour is to have for a prefix that takes several.</summary>
    public List<PathAttributes> ExportAll(Neighbour to, Prefix prefix)
    {
        var paths = Usable(prefix).Select(p => Export(to, prefix, p.From, p.Attributes)).ToList();
        if (Local.TryGetValue(prefix, out LocalRoute? local))
        {
            paths.Add(Export(to, prefix, null, Own(prefix, local)));
        }

        return [.. paths.OfType<PathAttributes>()];
    }

    private PathAttributes? Export(Neighbour to, Prefix prefix, Neighbour? from, PathAttributes attributes)
    {
        if (from == to || !to.Agreement.Families.Has(prefix.Family))
        {
            return null;
        }

        bool external = !to.Agreement.IsInternal;
        bool own = from is null;
        bool fromInternal = from is { Agreement.IsInternal: true };
        if (to.Policy.Export == ExportScope.None || (to.Policy.Export == ExportScope.OwnOnly && !own)
            || (own && !(Local[prefix].Announce && (Acknowledged.Contains(prefix) || Local[prefix].Kind == RouteKind.AnnounceOnly)))
            || (fromInternal && !external && !from!.Policy.RouteReflectorClient && !to.Policy.RouteReflectorClient)
            || attributes.Communities.Contains(Community.NoAdvertise.Value)
            || (external && attributes.Communities.Contains(Community.NoExport.Value)))
        {
            return null;
        }

        bool self = own || to.Policy.NextHopMode == NextHopMode.Self || (external && to.Policy.NextHopMode == NextHopMode.Auto);
        Address nextHop = self ? Neighbour.Self(prefix.Family) : attributes.NextHop!.Value;
        attributes = attributes with { NextHop = nextHop, LinkLocalNextHop = null };
        if (external)
        {
            return attributes with
            {
                AsPath = attributes.AsPath.Prepend(Neighbour.LocalAs),
                Med = own ? attributes.Med : null,
                LocalPref = null,
                OriginatorId = null,
                ClusterList = [],
            };
        }

        attributes = attributes with { LocalPref = attributes.LocalPref ?? 100 };
        return !fromInternal ? attributes : attributes with
        {
            OriginatorId = attributes.OriginatorId ?? from!.Agreement.PeerId,
            ClusterList = [Neighbour.LocalId.Value, .. attributes.ClusterList],
        };
    }

    private static PathAttributes Own(Prefix prefix, LocalRoute local) => new() { Family = prefix.Family, Med = local.Med, Communities = local.Communities };

    private bool TiesWith(NaivePath path, Prefix prefix)
    {
        PathAttributes best = Best(prefix)!.Value.Attributes;
        return (path.Attributes.LocalPref ?? 100, path.Attributes.AsPath.Length, path.Attributes.Origin) == (best.LocalPref ?? 100, best.AsPath.Length, best.Origin)
            && (path.Attributes.AsPath.First != best.AsPath.First || (path.Attributes.Med ?? 0) == (best.Med ?? 0));
    }

    private List<NaivePath> Usable(Prefix prefix) =>
    [
        .. Received.SelectMany(r => r.Value.Where(p => p.Key.Prefix == prefix).Select(p => new NaivePath(r.Key, p.Key.Id, p.Value)))
            .Where(p => Accepts(p.From, p.Attributes)),
    ];

    private bool Accepts(Neighbour from, PathAttributes attributes) => !from.Policy.ImportNone
        && !Unreachable.Contains(attributes.NextHop!.Value)
        && !attributes.AsPath.Contains(Neighbour.LocalAs)
        && (from.Agreement.IsInternal || attributes.AsPath.First == from.Agreement.PeerAs)
        && attributes.OriginatorId != Neighbour.LocalId
        && !attributes.ClusterList.Contains(Neighbour.LocalId.Value);

    private static List<NaivePath> ThroughMed(List<NaivePath> paths)
    {
        paths = Least(paths, p => uint.MaxValue - (p.Attributes.LocalPref ?? 100));
        paths = Least(paths, p => (uint)p.Attributes.AsPath.Length);
        paths = Least(paths, p => (uint)p.Attributes.Origin);
        return [.. paths.Where(p => !paths.Any(q => q.Attributes.AsPath.First == p.Attributes.AsPath.First && (q.Attributes.Med ?? 0) < (p.Attributes.Med ?? 0)))];
    }

    private static List<NaivePath> Least(List<NaivePath> paths, Func<NaivePath, uint> key)
    {
        uint least = paths.Min(key);
        return [.. paths.Where(p => key(p) == least)];
    }

    private sealed record NaivePath(Neighbour From, uint Id, PathAttributes Attributes);
}
