using BgpNode.Kernel.Links;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

/// <summary>What the kernel has said about this host: links, addresses, and routes that are not ours. Pure state; it belongs to the FIB loop.</summary>
internal sealed class HostView
{
    private readonly Dictionary<int, Link> _links = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<InterfaceAddress> _addresses = [];

    public ForeignRoutes Routes { get; } = new();

    public string NameOf(int interfaceIndex) => _links.TryGetValue(interfaceIndex, out Link? link) ? link.Name : $"if{interfaceIndex}";

    /// <summary>The link of a name, null when there is none.</summary>
    public Link? Find(string name) => _byName.TryGetValue(name, out int index) ? _links[index] : null;

    /// <summary>Whether packets can leave by a link now.</summary>
    public bool IsUsable(int interfaceIndex) => _links.TryGetValue(interfaceIndex, out Link? link) && link is { IsUp: true, HasCarrier: true };

    /// <summary>Takes a link's new state; true when routes may resolve otherwise now.</summary>
    public bool Set(Link link, out bool wentDown, out bool lost)
    {
        bool known = _links.TryGetValue(link.Index, out Link? before);
        wentDown = known && before!.IsUp && !link.IsUp;
        lost = IsUsable(link.Index) && !(link.IsUp && link.HasCarrier);
        bool changed = !known || before!.IsUp != link.IsUp || before.HasCarrier != link.HasCarrier || before.Name != link.Name;
        if (known && before!.Name != link.Name)
        {
            _byName.Remove(before.Name);
        }

        _links[link.Index] = link;
        _byName[link.Name] = link.Index;
        if (wentDown)
        {
            Routes.RemoveThrough(link.Index);
        }

        return changed;
    }

    public void RemoveLink(int index)
    {
        if (_links.Remove(index, out Link? link) && _byName.TryGetValue(link.Name, out int current) && current == index)
        {
            _byName.Remove(link.Name);
        }

        _addresses.RemoveAll(address => address.InterfaceIndex == index);
        Routes.RemoveThrough(index);
    }

    public void Add(InterfaceAddress address)
    {
        Remove(address);
        _addresses.Add(address);
    }

    public void Remove(InterfaceAddress address) =>
        _addresses.RemoveAll(known => known.InterfaceIndex == address.InterfaceIndex && known.Address == address.Address
            && known.PrefixLength == address.PrefixLength);

    /// <summary>
    /// How a gateway is reached now (RFC 4271 §9.1.2.1): on a link of ours, or through a route of the kernel that is not ours. Routes that
    /// BGP brought are no way to a gateway: two of them could carry each other.
    /// </summary>
    public GatewayState Locate(FibGateway gateway)
    {
        if (gateway.InterfaceIndex != 0)
        {
            return IsUsable(gateway.InterfaceIndex)
                ? GatewayState.Via(NextHops.Of(new NextHop(gateway.Address, gateway.InterfaceIndex)))
                : GatewayState.Unreachable($"link {NameOf(gateway.InterfaceIndex)} is down");
        }

        if (ConnectedInterface(gateway.Address) is not 0 and int connected)
        {
            return GatewayState.Via(NextHops.Of(new NextHop(gateway.Address, connected)));
        }

        if (Routes.Find(gateway.Address) is not { } route)
        {
            return GatewayState.Unreachable("no link and no other route leads to it");
        }

        NextHop[] hops = [.. route.NextHops.Where(hop => IsUsable(hop.InterfaceIndex)).Select(hop => hop with { Gateway = hop.Gateway ?? gateway.Address })];
        return route.Type.IsRefusal() ? GatewayState.Unreachable($"the route to it ({route.Destination}) is {route.Type.ToString().ToLowerInvariant()}")
            : hops.Length == 0 ? GatewayState.Unreachable($"the route to it ({route.Destination}) leads to a link that is down")
            : GatewayState.Via(NextHops.Of(hops));
    }

    private int ConnectedInterface(Address gateway)
    {
        int best = 0;
        int length = -1;
        foreach (InterfaceAddress address in _addresses)
        {
            Prefix subnet = address.Peer is { } peer ? new Prefix(peer, address.PrefixLength) : new Prefix(address.Address, address.PrefixLength);
            if (subnet.Length > length && subnet.Contains(gateway) && IsUsable(address.InterfaceIndex))
            {
                best = address.InterfaceIndex;
                length = subnet.Length;
            }
        }

        return best;
    }
}
