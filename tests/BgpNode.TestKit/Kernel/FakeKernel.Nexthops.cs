using BgpNode.Kernel;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.TestKit.Kernel;

public sealed partial class FakeKernel
{
    private readonly SortedDictionary<uint, Nexthop> _nexthops = [];

    public async ValueTask WriteNexthopsAsync(ReadOnlyMemory<NexthopWrite> writes, IList<RouteResult> failures, CancellationToken ct)
    {
        await HeldAsync(ct);
        lock (_lock)
        {
            ThrowIfBroken();
            for (int i = 0; i < writes.Length; i++)
            {
                NexthopWrite write = writes.Span[i];
                int errno = Apply(write.Operation, write.Nexthop, byUs: true);
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
            _nexthops.Remove(nexthop.Id);
            RemoveSilently(route => route.NexthopId == nexthop.Id);
            Publish(new NexthopRemoved(known!, byUs));
            return Errno.None;
        }

        if (nexthop.Members.Any(member => !_nexthops.ContainsKey(member.Id)))
        {
            return Errno.Invalid;
        }

        _nexthops[nexthop.Id] = nexthop;
        foreach ((Key key, KernelRoute route) in _routes.Where(r => r.Value.NexthopId != 0).ToList())
        {
            _routes[key] = route with { NextHops = HopsOf(route.NexthopId) };
        }

        Publish(new NexthopChanged(nexthop, byUs));
        return Errno.None;
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
