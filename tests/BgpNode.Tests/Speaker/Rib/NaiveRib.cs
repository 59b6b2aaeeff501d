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
    public Dictionary<Neighbour, Dictionary<Prefix, PathAttributes>> Received { get; } = [];

    public Dictionary<Prefix, LocalRoute> Local { get; } = [];

    public HashSet<Prefix> Acknowledged { get; } = [];

    public HashSet<Address> Unreachable { get; } = [];

    public IEnumerable<Prefix> Prefixes => Received.Values.SelectMany(r => r.Keys).Concat(Local.Keys).Distinct();

    /// <summary>The best path: its neighbour (null for our own) and attributes; null without one.</summary>
    public (Neighbour? From, PathAttributes Attributes)? Best(Prefix prefix)
    {
        if (Local.TryGetValue(prefix, out LocalRoute? local))
        {
            return (null, new PathAttributes { Family = prefix.Family, Med = local.Med, Communities = local.Communities });
        }

        List<(Neighbour From, PathAttributes Attributes)> paths = Usable(prefix);
        if (paths.Count == 0)
        {
            return null;
        }

        paths = ThroughMed(paths);
        paths = Least(paths, p => p.From.Agreement.IsInternal ? 1u : 0u);
        paths = Least(paths, p => (p.Attributes.OriginatorId ?? p.From.Agreement.PeerId).Value);
        paths = Least(paths, p => (uint)p.Attributes.ClusterList.Length);
        return Least(paths, p => (uint)p.From.Address.Bits)[0];
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

    /// <summary>What a neighbour is to have for a prefix; null for nothing.</summary>
    public PathAttributes? Export(Neighbour to, Prefix prefix)
    {
        if (Best(prefix) is not var (from, attributes) || from == to || !to.Agreement.Families.Has(prefix.Family))
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

    private bool TiesWith((Neighbour From, PathAttributes Attributes) path, Prefix prefix)
    {
        PathAttributes best = Best(prefix)!.Value.Attributes;
        return (path.Attributes.LocalPref ?? 100, path.Attributes.AsPath.Length, path.Attributes.Origin) == (best.LocalPref ?? 100, best.AsPath.Length, best.Origin)
            && (path.Attributes.AsPath.First != best.AsPath.First || (path.Attributes.Med ?? 0) == (best.Med ?? 0));
    }

    private List<(Neighbour From, PathAttributes Attributes)> Usable(Prefix prefix) =>
    [
        .. Received.Where(r => r.Value.ContainsKey(prefix)).Select(r => (r.Key, r.Value[prefix])).Where(p => Accepts(p.Key, p.Item2)),
    ];

    private bool Accepts(Neighbour from, PathAttributes attributes) => !from.Policy.ImportNone
        && !Unreachable.Contains(attributes.NextHop!.Value)
        && !attributes.AsPath.Contains(Neighbour.LocalAs)
        && (from.Agreement.IsInternal || attributes.AsPath.First == from.Agreement.PeerAs)
        && attributes.OriginatorId != Neighbour.LocalId
        && !attributes.ClusterList.Contains(Neighbour.LocalId.Value);

    private static List<(Neighbour From, PathAttributes Attributes)> ThroughMed(List<(Neighbour From, PathAttributes Attributes)> paths)
    {
        paths = Least(paths, p => uint.MaxValue - (p.Attributes.LocalPref ?? 100));
        paths = Least(paths, p => (uint)p.Attributes.AsPath.Length);
        paths = Least(paths, p => (uint)p.Attributes.Origin);
        return [.. paths.Where(p => !paths.Any(q => q.Attributes.AsPath.First == p.Attributes.AsPath.First && (q.Attributes.Med ?? 0) < (p.Attributes.Med ?? 0)))];
    }

    private static List<(Neighbour From, PathAttributes Attributes)> Least(
        List<(Neighbour From, PathAttributes Attributes)> paths, Func<(Neighbour From, PathAttributes Attributes), uint> key)
    {
        uint least = paths.Min(key);
        return [.. paths.Where(p => key(p) == least)];
    }
}
