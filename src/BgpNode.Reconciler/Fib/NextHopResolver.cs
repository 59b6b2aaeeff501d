using System.Runtime.InteropServices;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// Turns what the RIB wants into what the kernel takes, and knows which gateways can be reached. Answers are kept per path object and
/// per gateway, so thousands of routes cost one look-up, and a change of the host a few.
/// </summary>
/// <param name="host">The links, addresses and routes as they are now.</param>
/// <param name="objects">Gets to know which objects routes will name.</param>
internal sealed class NextHopResolver(HostView host, NexthopTable objects)
{
    // Path objects are shared by routes; past this many they are not, and remembering them is no economy.
    private const int MostPaths = 16_384;

    // Beyond, a gateway is taken for reachable, and the kernel refuses its routes one by one.
    private const int MostGateways = 65_536;

    private readonly Dictionary<FibPath, RouteForm> _resolved = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FibGateway, GatewayState> _gateways = [];
    private readonly List<GatewayNews> _news = [];

    /// <summary>Gateways that cannot be reached.</summary>
    public int UnreachableCount { get; private set; }

    /// <summary>Which gateways became reachable or unreachable since the last call; until told, everyone takes them for reachable.</summary>
    public IReadOnlyList<GatewayNews> TakeNews()
    {
        GatewayNews[] news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>Whether a gateway that is on no link of ours may be reached otherwise now that a route changed.</summary>
    public bool DependsOn(Prefix destination)
    {
        foreach (FibGateway gateway in _gateways.Keys)
        {
            if (gateway.InterfaceIndex == 0 && destination.Contains(gateway.Address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Answers for paths are made anew from now on.</summary>
    public void Forget() => _resolved.Clear();

    /// <summary>Something changed on the host: all answers are made anew. True when one is another one now.</summary>
    public bool Refresh()
    {
        foreach ((FibGateway gateway, GatewayState before) in _gateways.ToArray())
        {
            GatewayState now = host.Locate(gateway);
            if (now != before)
            {
                Note(gateway, before.IsReachable, now);
            }
        }

        bool changed = false;
        foreach ((FibPath path, RouteForm before) in _resolved.ToArray())
        {
            _resolved.Remove(path);
            changed |= !before.Equals(Resolve(path, out _));
        }

        return changed;
    }

    /// <summary>The kernel's form of a path, or null with the reason why there is none yet.</summary>
    public RouteForm? Resolve(FibPath path, out string? reason)
    {
        reason = null;
        if (_resolved.TryGetValue(path, out RouteForm? form))
        {
            return form;
        }

        form = path.Kind switch
        {
            FibPathKind.Blackhole => RouteForm.Blackhole,
            FibPathKind.Local when path.Interface is { } name => Workload(name, out reason),
            FibPathKind.Local => Nameless(out reason),
            _ => Via(path, out reason),
        };
        if (form is not null)
        {
            if (_resolved.Count >= MostPaths)
            {
                _resolved.Clear();
            }

            _resolved[path] = form;
        }

        return form;
    }

    private RouteForm? Workload(string name, out string? reason)
    {
        Link? link = host.Find(name);
        reason = link is null ? $"interface {name} does not exist; the route is written when it appears"
            : !link.IsUp ? $"interface {name} is down; the route is written when it is up"
            : null;
        return reason is null ? new RouteForm(RouteType.Unicast, NextHops.Of(new NextHop(null, link!.Index))) : null;
    }

    private static RouteForm? Nameless(out string reason)
    {
        reason = "its endpoint names no interface (spec.interfaceName); the route is written when it does";
        return null;
    }

    // Of several gateways those that can be reached carry the route.
    private RouteForm? Via(FibPath path, out string? reason)
    {
        var gateways = new NextHop[path.Gateways.Length];
        var hops = new List<NextHop>(gateways.Length);
        var seen = new HashSet<NextHop>(gateways.Length);
        reason = null;
        for (int i = 0; i < gateways.Length; i++)
        {
            FibGateway gateway = path.Gateways[i];
            gateways[i] = new NextHop(gateway.Address, gateway.InterfaceIndex, gateway.Weight);
            GatewayState state = StateOf(gateway with { Weight = 1 });
            foreach (NextHop hop in state.Hops)
            {
                if (seen.Add(hop with { Weight = 1 })) // two gateways may be behind one hop: the first one's weight holds
                {
                    hops.Add(hop with { Weight = gateway.Weight });
                }
            }

            reason ??= state.Problem is { } problem ? $"next hop {gateway.Address} cannot be reached: {problem}" : null;
        }

        if (hops.Count == 0)
        {
            return null;
        }

        reason = null;
        NextHops via = NextHops.Of(CollectionsMarshal.AsSpan(hops));
        NexthopObject? named = objects.For(NextHops.Of(gateways), via);
        return named?.Form ?? new RouteForm(RouteType.Unicast, via);
    }

    private GatewayState StateOf(FibGateway gateway)
    {
        if (_gateways.TryGetValue(gateway, out GatewayState? known))
        {
            return known;
        }

        GatewayState state = host.Locate(gateway);
        if (_gateways.Count < MostGateways)
        {
            Note(gateway, wasReachable: true, state);
        }

        return state;
    }

    // A link-local next hop says nothing without its link; the sessions of a lost link end by themselves.
    private void Note(FibGateway gateway, bool wasReachable, GatewayState now)
    {
        _gateways[gateway] = now;
        if (now.IsReachable != wasReachable)
        {
            UnreachableCount += now.IsReachable ? -1 : 1;
            if (gateway.InterfaceIndex == 0)
            {
                _news.Add(new GatewayNews(gateway.Address, now.IsReachable));
            }
        }
    }
}
