using BgpNode.Control.Views;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;

namespace BgpNode.Control;

internal sealed partial class NodeQueries
{
    public async Task<RoutePageView?> RoutesAsync(RouteQuery query, CancellationToken cancel)
    {
        PeerStatus? peer = query.Peer is null ? null : Find(query.Peer);
        if (query.Peer is not null && peer is null)
        {
            return null;
        }

        Prefix? after = query.After is { } text && Prefix.TryParse(text, out Prefix parsed) ? parsed : null;
        List<RibRoute> routes = [];
        foreach (Family family in FamilyExtensions.All.ToArray())
        {
            if ((query.Family is { } only && only != family) || (query.Prefix is { } prefix && prefix.Family != family)
                || (after is { } behind && behind.Family > family))
            {
                continue;
            }

            // A neighbour that is down has sent nothing and was sent nothing.
            routes.AddRange(await rib.RoutesAsync(new RibQuery
            {
                Family = family,
                Set = (RibRouteSet)(int)query.Set,
                Peer = peer?.Name,
                Prefix = query.Prefix,
                Longer = query.Longer,
                After = after is { } start && start.Family == family ? start : null,
                Limit = query.Limit + 1,
            }, cancel) ?? []);
        }

        Prefix[] prefixes = [.. routes.Select(route => route.Prefix).Distinct()];
        bool more = prefixes.Length > query.Limit;
        Prefix? last = more ? prefixes[query.Limit - 1] : null;
        return new RoutePageView
        {
            Routes = [.. routes.Where(route => last is null || route.Prefix <= last.Value).Select(ViewOf)],
            Next = last?.ToString(),
        };
    }

    private static RouteView ViewOf(RibRoute route) => new()
    {
        Prefix = route.Prefix.ToString(),
        Family = route.Prefix.Family.Name(),
        Peer = route.Peer,
        NextHop = (route.Attributes.NextHop ?? route.Attributes.LinkLocalNextHop)?.ToString(),
        AsPath = route.Attributes.AsPath.ToString(),
        Origin = route.Attributes.Origin.ToString().ToLowerInvariant(),
        LocalPref = route.Attributes.LocalPref,
        Med = route.Attributes.Med,
        Communities =
        [
            .. route.Attributes.Communities.Select(community => new Community(community).ToString()),
            .. route.Attributes.LargeCommunities.Select(community => community.ToString()),
        ],
        PathId = route.PathId,
        OnlyToCustomer = route.Attributes.OnlyToCustomer,
        Best = route.Best,
        Reason = route.Reason,
    };
}
