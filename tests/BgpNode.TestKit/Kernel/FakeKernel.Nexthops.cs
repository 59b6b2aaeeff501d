using BgpNode.Kernel;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.TestKit.Kernel;

public sealed partial class FakeKernel
{
    private readonly SortedDictionary<uint, Nexthop> _nexthops = [];
    private readonly List<NexthopWrite> _nexthopsWritten = [];

    /// <summary>Whether it is as new as Linux 5.3.</summary>
    public bool HasNexthops { get; set; } = true;

    /// <summary>All nexthop objects by id.</summary>
    public IReadOnlyList<Nexthop> Nexthops
    {
        get
        {
            lock (_lock)
            {
                return [.. _nexthops.Values];
            }
        }
    }

    /// <summary>Every write of an object that arrived, refused ones too, in order.</summary>
    public IReadOnlyList<NexthopWrite> NexthopsWritten
    {
        get
        {
            lock (_lock)
            {
                return [.. _nexthopsWritten];
            }
        }
    }

    public async ValueTask WriteNexthopsAsync(ReadOnlyMemory<NexthopWrite> writes, IList<RouteResult> failures, CancellationToken ct)
    {
        await HeldAsync(ct);
        lock (_lock)
        {
            ThrowIfBroken();
            for (int i = 0; i < writes.Length; i++)
            {
                NexthopWrite write = writes.Span[i];
                _nexthopsWritten.Add(write);
                int errno = !HasNexthops ? Errno.NotSupported : UnusableLink(write) ?? Apply(write.Operation, write.Nexthop, byUs: true);
                if (errno != Errno.None)
                {
                    failures.Add(new RouteResult(i, errno));
                }
            }
        }
    }

    public ValueTask<IReadOnlyList<Nexthop>> DumpNexthopsAsync(byte protocol, CancellationToken ct)
    {
        lock (_lock)
        {
            ThrowIfBroken();
            return new([.. _nexthops.Values.Where(n => protocol == 0 || n.Protocol == protocol)]);
        }
    }

    /// <summary>Another program changes a nexthop object; the answer is an error number.</summary>
    public int WriteNexthopByOther(RouteOperation operation, Nexthop nexthop)
    {
        lock (_lock)
        {
            return Apply(operation, nexthop, byUs: false);
        }
    }

    private int Apply(RouteOperation operation, Nexthop nexthop, bool byUs)
    {
        bool there = _nexthops.TryGetValue(nexthop.Id, out Nexthop? known);
        if (operation == RouteOperation.Add ? there : !there)
        {
            return there ? Errno.Exists : Errno.NoEntry;
        }

        if (operation == RouteOperation.Delete)
        {
            Drop(known!, dropped => Publish(new NexthopRemoved(dropped, byUs)), changed => Publish(new NexthopChanged(changed, byUs)));
            return Errno.None;
        }

        if (nexthop.Members.Any(member => !_nexthops.ContainsKey(member.Id)))
        {
            return Errno.Invalid;
        }

        _nexthops[nexthop.Id] = nexthop;
        FollowNexthops();
        Publish(new NexthopChanged(nexthop, byUs));
        return Errno.None;
    }

    private int? UnusableLink(in NexthopWrite write) => write is { Operation: not RouteOperation.Delete, Nexthop: { IsGroup: false, IsBlackhole: false } single } && _links.Count > 0
        ? !_links.TryGetValue(single.InterfaceIndex, out Link? link) ? Errno.NoDevice : link is { IsUp: true, HasCarrier: true } ? null : Errno.NetworkDown
        : null;

    private void DropNexthopsThrough(int index)
    {
        foreach (Nexthop single in _nexthops.Values.Where(n => n is { IsGroup: false, IsBlackhole: false } && n.InterfaceIndex == index).ToList())
        {
            Drop(single, static _ => { }, static _ => { });
        }
    }

    // A group loses it as a member, and goes with its last one.
    private void Drop(Nexthop nexthop, Action<Nexthop> dropped, Action<Nexthop> changed)
    {
        foreach (Nexthop group in _nexthops.Values.Where(n => n.Members.Any(m => m.Id == nexthop.Id)).ToList())
        {
            Nexthop rest = group with { Members = [.. group.Members.Where(m => m.Id != nexthop.Id)] };
            if (!rest.IsGroup)
            {
                Drop(group, dropped, changed);
                continue;
            }

            _nexthops[group.Id] = rest;
            changed(rest);
        }

        RemoveSilently(route => route.NexthopId == nexthop.Id);
        FollowNexthops();
        _nexthops.Remove(nexthop.Id);
        dropped(nexthop);
    }

    private void FollowNexthops()
    {
        foreach ((Key key, KernelRoute route) in _routes.Where(r => r.Value.NexthopId != 0).ToList())
        {
            _routes[key] = route with { NextHops = HopsOf(route.NexthopId) };
        }
    }

    private NextHops HopsOf(uint id)
    {
        Nexthop nexthop = _nexthops[id];
        return nexthop switch
        {
            { IsBlackhole: true } => NextHops.None,
            { IsGroup: true } => NextHops.Of([.. nexthop.Members.Select(m => HopOf(_nexthops[m.Id], m.Weight))]),
            _ => NextHops.Of(HopOf(nexthop, 1)),
        };
    }

    private static NextHop HopOf(Nexthop nexthop, ushort weight) => new(nexthop.Gateway, nexthop.InterfaceIndex, weight, nexthop.OnLink);
}
