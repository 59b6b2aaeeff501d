using System.Runtime.InteropServices;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// Turns what the RIB wants into what the kernel takes: interface names and gateways into interface indexes. Follows links and
/// addresses; answers are kept per path object, so thousands of routes cost one look-up.
/// </summary>
/// <param name="objects">Gets to know which objects routes will name.</param>
internal sealed class NextHopResolver(NexthopTable objects)
{
    private readonly Dictionary<int, Link> _links = [];
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<InterfaceAddress> _addresses = [];
    private readonly Dictionary<FibPath, RouteForm> _resolved = new(ReferenceEqualityComparer.Instance);

    public string NameOf(int interfaceIndex) => _links.TryGetValue(interfaceIndex, out Link? link) ? link.Name : $"if{interfaceIndex}";

    /// <summary>Takes a link's new state; true when routes may resolve otherwise now.</summary>
    public bool Set(Link link, out bool wentDown)
    {
        bool known = _links.TryGetValue(link.Index, out Link? before);
        wentDown = known && before!.IsUp && !link.IsUp;
        bool changed = !known || before!.IsUp != link.IsUp || before.HasCarrier != link.HasCarrier || before.Name != link.Name;
        if (known && before!.Name != link.Name)
        {
            _byName.Remove(before.Name);
        }

        _links[link.Index] = link;
        _byName[link.Name] = link.Index;
        if (changed)
        {
            Forget();
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
        Forget();
    }

    public void Add(InterfaceAddress address)
    {
        Remove(address);
        _addresses.Add(address);
        Forget();
    }

    public void Remove(InterfaceAddress address)
    {
        _addresses.RemoveAll(known => known.InterfaceIndex == address.InterfaceIndex && known.Address == address.Address
            && known.PrefixLength == address.PrefixLength);
        Forget();
    }

    /// <summary>Answers are made anew from now on.</summary>
    public void Forget() => _resolved.Clear();

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
            _ => Via(path),
        };
        if (form is not null)
        {
            _resolved[path] = form;
        }

        return form;
    }

    private RouteForm? Workload(string name, out string? reason)
    {
        if (!_byName.TryGetValue(name, out int index))
        {
            reason = $"interface {name} does not exist; the route is written when it appears";
            return null;
        }

        if (!_links[index].IsUp)
        {
            reason = $"interface {name} is down; the route is written when it is up";
            return null;
        }

        reason = null;
        return new RouteForm(RouteType.Unicast, NextHops.Of(new NextHop(null, index)));
    }

    private static RouteForm? Nameless(out string reason)
    {
        reason = "its endpoint names no interface (spec.interfaceName); the route is written when it does";
        return null;
    }

    private RouteForm Via(FibPath path)
    {
        var gateways = new NextHop[path.Gateways.Length];
        var hops = new List<NextHop>(gateways.Length);
        bool mayBeObject = true;
        for (int i = 0; i < gateways.Length; i++)
        {
            FibGateway hop = path.Gateways[i];
            gateways[i] = new NextHop(hop.Address, hop.InterfaceIndex, hop.Weight);

            // An index of 0 leaves the choice, and the refusal, to the kernel.
            int index = hop.InterfaceIndex != 0 ? hop.InterfaceIndex : ConnectedInterface(hop.Address);
            hops.Add(new NextHop(hop.Address, index, hop.Weight));
            mayBeObject &= _links.TryGetValue(index, out Link? link) && link is { IsUp: true, HasCarrier: true };
        }

        NextHops via = NextHops.Of(CollectionsMarshal.AsSpan(hops));
        NexthopObject? named = mayBeObject ? objects.For(NextHops.Of(gateways), via) : null;
        return named?.Form ?? new RouteForm(RouteType.Unicast, via);
    }

    private int ConnectedInterface(Address gateway)
    {
        int best = 0;
        int length = -1;
        foreach (InterfaceAddress address in _addresses)
        {
            Prefix subnet = address.Peer is { } peer ? new Prefix(peer, address.PrefixLength) : new Prefix(address.Address, address.PrefixLength);
            if (subnet.Length > length && subnet.Contains(gateway) && _links.TryGetValue(address.InterfaceIndex, out Link? link) && link.IsUp)
            {
                best = address.InterfaceIndex;
                length = subnet.Length;
            }
        }

        return best;
    }
}
