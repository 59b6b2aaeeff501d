using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// The kernel's routes that are not ours, to find out how a gateway is reached that is on no link of ours. Few on most hosts: what is
/// connected, a default route, what an administrator wrote. Pure state; it belongs to the FIB loop.
/// </summary>
internal sealed class ForeignRoutes
{
    private readonly Dictionary<Prefix, List<KernelRoute>> _routes = [];
    private readonly int[] _perLength = new int[2 * 129];

    public void Clear()
    {
        _routes.Clear();
        Array.Clear(_perLength);
    }

    /// <summary>A route is there now.</summary>
    /// <param name="route">As the kernel tells it.</param>
    /// <param name="replaced">It took the place of another one of its metric.</param>
    public void Add(KernelRoute route, bool replaced)
    {
        if (route.Type is not (RouteType.Unicast or RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit))
        {
            return; // our own addresses, multicast: no way to a gateway
        }

        if (!_routes.TryGetValue(route.Destination, out List<KernelRoute>? same))
        {
            _routes.Add(route.Destination, same = []);
            _perLength[Slot(route.Destination)]++;
        }

        // IPv4 keeps routes of one metric apart by more than we look at; the newest speaks for them.
        same.RemoveAll(other => other.Metric == route.Metric && (replaced || other.Protocol == route.Protocol));
        same.Add(route);
    }

    /// <summary>A route is gone; of an IPv6 route perhaps only some next hops.</summary>
    public void Remove(KernelRoute route)
    {
        if (!_routes.TryGetValue(route.Destination, out List<KernelRoute>? same)
            || same.FindIndex(other => other.Metric == route.Metric && other.Protocol == route.Protocol) is not (>= 0 and int at))
        {
            return;
        }

        NextHop[] left = [.. same[at].NextHops.Where(hop => route.Destination.Family == Family.IPv6 && !route.NextHops.Contains(hop))];
        if (left.Length > 0 && left.Length < same[at].NextHops.Count)
        {
            same[at] = same[at] with { NextHops = NextHops.Of(left) };
            return;
        }

        same.RemoveAt(at);
        Trim(route.Destination, same);
    }

    /// <summary>An interface went down or away: the kernel dropped its IPv4 routes without a word, and it is sure to tell of new ones.</summary>
    public void RemoveThrough(int interfaceIndex)
    {
        foreach ((Prefix destination, List<KernelRoute> same) in _routes.ToArray())
        {
            same.RemoveAll(route => route.NextHops.Count > 0 && route.NextHops.All(hop => hop.InterfaceIndex == interfaceIndex));
            Trim(destination, same);
        }
    }

    /// <summary>The best route to an address, null when none leads there.</summary>
    public KernelRoute? Find(Address address)
    {
        for (int length = address.Family.AddressBits(); length >= 0; length--)
        {
            var prefix = new Prefix(address, length);
            if (_perLength[Slot(prefix)] > 0 && _routes.TryGetValue(prefix, out List<KernelRoute>? same))
            {
                return same.MinBy(route => route.Metric);
            }
        }

        return null;
    }

    private void Trim(Prefix destination, List<KernelRoute> same)
    {
        if (same.Count == 0)
        {
            _routes.Remove(destination);
            _perLength[Slot(destination)]--;
        }
    }

    private static int Slot(Prefix prefix) => ((int)prefix.Family * 129) + prefix.Length;
}
