using BgpNode.Kernel;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Neighbours;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.TestKit.Kernel;

public sealed partial class FakeKernel
{
    private readonly SortedDictionary<int, Link> _links = [];
    private readonly List<InterfaceAddress> _addresses = [];
    private readonly Dictionary<(int Index, Address Address), Neighbour> _neighbours = [];

    public ValueTask<IReadOnlyList<Link>> DumpLinksAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return new([.. _links.Values]);
        }
    }

    public ValueTask<IReadOnlyList<InterfaceAddress>> DumpAddressesAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return new([.. _addresses]);
        }
    }

    public ValueTask<IReadOnlyList<Neighbour>> DumpNeighboursAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return new([.. _neighbours.Values]);
        }
    }

    /// <summary>Adds an Ethernet link that is up. As soon as there is one, routes may only name links that are there.</summary>
    public Link AddLink(int index, string name, bool isUp = true)
    {
        var link = new Link(index, name, isUp, isUp, 1500, new MacAddress(0x020000000000UL + (uint)index), "veth", 0);
        SetLink(link);
        return link;
    }

    /// <summary>
    /// Adds or changes a link. Down, it takes its routes along: IPv4 silently, IPv6 with events. Down or without carrier, it takes
    /// its nexthop objects along, silently, and whatever names them.
    /// </summary>
    public void SetLink(Link link)
    {
        lock (_lock)
        {
            _links[link.Index] = link;
            Publish(new LinkChanged(link));
            if (!link.IsUp || !link.HasCarrier)
            {
                DropNexthopsThrough(link.Index);
            }

            if (!link.IsUp)
            {
                DropRoutesThrough(link.Index);
            }
        }
    }

    public void RemoveLink(int index)
    {
        lock (_lock)
        {
            if (_links.Remove(index, out Link? link))
            {
                DropNexthopsThrough(index);
                DropRoutesThrough(index);
                _addresses.RemoveAll(a => a.InterfaceIndex == index);
                Publish(new LinkRemoved(index, link.Name));
            }
        }
    }

    public void AddAddress(InterfaceAddress address)
    {
        lock (_lock)
        {
            _addresses.RemoveAll(a => (a.InterfaceIndex, a.Address) == (address.InterfaceIndex, address.Address));
            _addresses.Add(address);
            Publish(new AddressAdded(address));
        }
    }

    /// <summary>Removes an address and, silently, the IPv4 routes that prefer it as source.</summary>
    public void RemoveAddress(InterfaceAddress address)
    {
        lock (_lock)
        {
            if (_addresses.Remove(address))
            {
                RemoveSilently(route => route.Destination.Family == Family.IPv4 && route.PreferredSource == address.Address);
                Publish(new AddressRemoved(address));
            }
        }
    }

    public void SetNeighbour(Neighbour neighbour)
    {
        lock (_lock)
        {
            _neighbours[(neighbour.InterfaceIndex, neighbour.Address)] = neighbour;
            Publish(new NeighbourChanged(neighbour));
        }
    }

    public void RemoveNeighbour(Neighbour neighbour)
    {
        lock (_lock)
        {
            if (_neighbours.Remove((neighbour.InterfaceIndex, neighbour.Address), out Neighbour? known))
            {
                Publish(new NeighbourRemoved(known));
            }
        }
    }

    private int Unusable(in RouteWrite write)
    {
        if (write.NexthopId != 0)
        {
            return _nexthops.ContainsKey(write.NexthopId) ? Errno.None : Errno.Invalid;
        }

        if (_links.Count == 0 || write.Type.IsRefusal())
        {
            return Errno.None;
        }

        foreach (NextHop hop in write.Via)
        {
            if (hop.InterfaceIndex == 0)
            {
                continue;
            }

            if (!_links.TryGetValue(hop.InterfaceIndex, out Link? link))
            {
                return Errno.NoDevice;
            }

            if (!link.IsUp)
            {
                return Errno.NetworkDown;
            }
        }

        return Errno.None;
    }

    private void DropRoutesThrough(int index)
    {
        bool Usable(NextHop hop) => hop.InterfaceIndex != index && (_links.Count == 0 || (_links.TryGetValue(hop.InterfaceIndex, out Link? l) && l.IsUp));

        RemoveSilently(route => route.Destination.Family == Family.IPv4 && route.NextHops.Count > 0 && !route.NextHops.Any(Usable));
        foreach ((Key key, KernelRoute route) in _routes.Where(r => r.Key.Destination.Family == Family.IPv6).ToList())
        {
            foreach (NextHop hop in route.NextHops.Where(hop => hop.InterfaceIndex == index))
            {
                NextHops rest = NextHops.Of([.. _routes[key].NextHops.Where(other => other != hop)]);
                _routes[key] = route with { NextHops = rest };
                Publish(new RouteRemoved(route with { NextHops = NextHops.Of(hop) }, ByUs: false));
            }

            if (route.NextHops.Count > 0 && _routes[key].NextHops.Count == 0)
            {
                _routes.Remove(key);
            }
        }
    }

    private void RemoveSilently(Predicate<KernelRoute> which)
    {
        foreach (KernelRoute route in _routes.Values.Where(r => which(r)).ToList())
        {
            _routes.Remove(new Key(route.Table, route.Destination, route.Metric));
        }
    }
}
