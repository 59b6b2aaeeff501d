using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

public sealed partial class FibLoop
{
    private void Take(KernelEvent e)
    {
        switch (e)
        {
            case RouteAdded added:
                OnForeignAdd(added.Route, added.Replaced);
                Picture(added.Route, () => _host.Routes.Add(added.Route, added.Replaced));
                break;
            case RouteRemoved removed:
                OnForeignRemove(removed.Route);
                Picture(removed.Route, () => _host.Routes.Remove(removed.Route));
                break;
            case LinkChanged { Link: var link }:
                if (_host.Set(link, out bool wentDown, out bool lost))
                {
                    OnLinkChanged(link.Index, flushed: wentDown, withObjects: !link.IsUp || !link.HasCarrier);
                }

                if (lost)
                {
                    _owner.LinkLost(link.Name);
                }

                break;
            case LinkRemoved { Index: var index, Name: var name }:
                _host.RemoveLink(index);
                OnLinkChanged(index, flushed: true, withObjects: true);
                _owner.LinkLost(name);
                break;
            case AddressAdded { Address: var address }:
                _host.Add(address);
                OnHostChanged();
                break;
            case AddressRemoved { Address: var address }:
                _host.Remove(address);
                OnHostChanged();
                break;
            case NexthopChanged { Nexthop: var nexthop }:
                OnForeignChange(nexthop);
                break;
            case NexthopRemoved { Nexthop: var nexthop }:
                OnForeignRemove(nexthop);
                break;
        }
    }

    private void OnForeignAdd(KernelRoute route, bool replaced)
    {
        if (route.Table != _options.Table || route.Metric != _options.Metric)
        {
            return;
        }

        FibTable table = _tables[(int)route.Destination.Family];
        int id = table.Find(route.Destination);
        if (route.Protocol == _options.Protocol)
        {
            var form = _nexthops.FormOf(route);
            if (id >= 0 && table.ActualOf(id) is { } known)
            {
                if (!known.Equals(form))
                {
                    Counters.RepairedAltered++;
                    LogAltered(route.Destination, form);
                    table.Altered(id, form);
                }
            }
            else if (id < 0 || table.WantedOf(id) is null)
            {
                // Our number is our claim to the route, so nobody else can stand behind it.
                Counters.RemovedUnknown++;
                LogUnknown(route.Destination, form);
                table.Adopt(route.Destination, form);
                table.Want(route.Destination, null);
            }
            else
            {
                table.Altered(id, form);
            }
        }
        else if (replaced && id >= 0 && table.ActualOf(id) is not null)
        {
            // It stands where ours stood: our route was overwritten, which is an alteration of ours.
            Counters.RepairedAltered++;
            LogOverwritten(route.Destination, route.Protocol);
            table.Altered(id, RouteForm.Overwritten);
        }
    }

    private void OnForeignRemove(KernelRoute route)
    {
        if (route.Table != _options.Table || route.Metric != _options.Metric)
        {
            return;
        }

        FibTable table = _tables[(int)route.Destination.Family];
        int id = table.Find(route.Destination);
        if (route.Protocol == _options.Protocol)
        {
            // What went with its object, or with its link, is known from these; the kernel tells of IPv6 routes all the same.
            if (id >= 0 && table.ActualOf(id) is { } known && known.NexthopId == route.NexthopId)
            {
                if (table.WantedOf(id) is not null)
                {
                    Counters.RepairedDeleted++;
                    LogDeleted(route.Destination);
                }

                if (route.Destination.Family == Family.IPv6 && route.NexthopId == 0 && table.WantedOf(id) is not null)
                {
                    // IPv6 tells of single next hops: some of ours may still be there, which only a replace puts right.
                    table.Altered(id, RouteForm.Overwritten);
                }
                else
                {
                    table.Lost(id);
                }
            }
        }
        else if (id >= 0)
        {
            table.Retry(id); // it may be what stood in our way
        }
    }

    // A lost carrier takes nexthop objects away, and their routes with them, but leaves alone what names its next hops itself.
    private void OnLinkChanged(int index, bool flushed, bool withObjects)
    {
        if (withObjects)
        {
            _nexthops.Flushed(index);
        }

        foreach (FibTable table in _tables)
        {
            table.InterfaceChanged(index, flushed);
        }

        OnHostChanged();
    }

    // A way that changed is one message, for the object that its routes name; only what looks different is looked at route by route.
    private void OnHostChanged()
    {
        _nexthops.ForgetRefusals();
        bool changed = _resolver.Refresh();
        foreach (FibTable table in _tables)
        {
            table.RetryAll();
            if (changed)
            {
                table.ReconsiderAll();
            }
        }
    }

    // Routes that are not ours may lead to gateways.
    private void Picture(KernelRoute route, Action change)
    {
        if (route.Table == _options.Table && route.Protocol != _options.Protocol)
        {
            change();
            if (_resolver.DependsOn(route.Destination))
            {
                OnHostChanged();
            }
        }
    }
}
