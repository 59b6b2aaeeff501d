using BgpNode.Kernel;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.TestKit.Kernel;

/// <summary>
/// A kernel in memory that owns, refuses, forgets and tells as the real one does (the conformance tests hold the real
/// one to the same rules). May be used from several threads.
/// </summary>
public sealed partial class FakeKernel : IKernelRoutes, IKernelLinks, INexthops, IKernelEvents
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, KernelRoute> _routes = [];
    private readonly Dictionary<Prefix, Refusal> _refusals = [];
    private readonly List<RouteWrite> _written = [];
    private readonly List<KernelRoute> _lost = [];
    private TaskCompletionSource? _hold;
    private KernelException? _broken;

    private readonly record struct Key(uint Table, Prefix Destination, uint Metric);

    private sealed record Refusal(int Errno, int Times);

    /// <summary>All routes, in the order of their prefixes.</summary>
    public IReadOnlyList<KernelRoute> Routes
    {
        get
        {
            lock (_lock)
            {
                return [.. _routes.Values.OrderBy(r => r.Destination).ThenBy(r => r.Metric)];
            }
        }
    }

    /// <summary>Every write that arrived, refused ones too, in order.</summary>
    public IReadOnlyList<RouteWrite> Written
    {
        get
        {
            lock (_lock)
            {
                return [.. _written];
            }
        }
    }

    /// <summary>Routes of other owners that a replace took away. Whatever a test does, this must stay empty.</summary>
    public IReadOnlyList<KernelRoute> ForeignRoutesLost
    {
        get
        {
            lock (_lock)
            {
                return [.. _lost];
            }
        }
    }

    public KernelRoute? Find(Prefix destination, uint metric, uint table = 254)
    {
        lock (_lock)
        {
            return _routes.GetValueOrDefault(new Key(table, destination, metric));
        }
    }

    /// <summary>Refuses the next writes of this prefix.</summary>
    public void Refuse(Prefix destination, int errno, int times = 1)
    {
        lock (_lock)
        {
            _refusals[destination] = new Refusal(errno, times);
        }
    }

    /// <summary>Lets writes wait until <see cref="Release"/>: what was asked is not acknowledged yet.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _hold ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _hold?.SetResult();
            _hold = null;
        }
    }

    /// <summary>Lets the next write or dump fail as a whole.</summary>
    public void BreakOnce(string message)
    {
        lock (_lock)
        {
            _broken = new KernelException(message);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<RouteWrite> writes, IList<RouteResult> failures, CancellationToken ct)
    {
        await HeldAsync(ct);
        lock (_lock)
        {
            ThrowIfBroken();
            for (int i = 0; i < writes.Length; i++)
            {
                RouteWrite write = writes.Span[i];
                _written.Add(write);
                int errno = Refused(write.Destination) ?? Apply(write);
                if (errno != Errno.None)
                {
                    failures.Add(new RouteResult(i, errno));
                }
            }
        }
    }

    public ValueTask DumpAsync(Family family, uint table, byte protocol, Action<KernelRoute> each, CancellationToken ct)
    {
        List<KernelRoute> routes;
        lock (_lock)
        {
            ThrowIfBroken();
            routes = [.. _routes.Values.Where(r => r.Destination.Family == family && r.Table == table && (protocol == 0 || r.Protocol == protocol))];
        }

        routes.ForEach(each);
        return ValueTask.CompletedTask;
    }

    /// <summary>Another program writes a route, in place of whatever is there.</summary>
    public void WriteByOther(KernelRoute route)
    {
        lock (_lock)
        {
            Put(route, byUs: false);
        }
    }

    /// <summary>Another program deletes a route; false when it is not there.</summary>
    public bool DeleteByOther(Prefix destination, uint metric, uint table = 254)
    {
        lock (_lock)
        {
            bool removed = _routes.Remove(new Key(table, destination, metric), out KernelRoute? route);
            if (removed)
            {
                Publish(new RouteRemoved(route!, ByUs: false));
            }

            return removed;
        }
    }

    private async ValueTask HeldAsync(CancellationToken ct)
    {
        Task? held;
        lock (_lock)
        {
            held = _hold?.Task;
        }

        if (held is not null)
        {
            await held.WaitAsync(ct);
        }
    }

    private void ThrowIfBroken()
    {
        if (_broken is { } broken)
        {
            _broken = null;
            throw broken;
        }
    }

    private int? Refused(Prefix destination)
    {
        if (!_refusals.TryGetValue(destination, out Refusal? refusal))
        {
            return null;
        }

        if (refusal.Times == 1)
        {
            _refusals.Remove(destination);
        }
        else
        {
            _refusals[destination] = refusal with { Times = refusal.Times - 1 };
        }

        return refusal.Errno;
    }

    private int Apply(in RouteWrite write)
    {
        var key = new Key(write.Table, write.Destination, write.EffectiveMetric);
        KernelRoute? there = _routes.GetValueOrDefault(key);
        if (write.Operation == RouteOperation.Delete)
        {
            return there is null || there.Protocol != write.Protocol ? Errno.NotFound : Remove(key, there);
        }

        if (write.Operation == RouteOperation.Add && there is not null)
        {
            return Errno.Exists;
        }

        if (write.Operation == RouteOperation.Replace && there is null)
        {
            return Errno.NoEntry;
        }

        if (Unusable(write) is not Errno.None and int errno)
        {
            return errno;
        }

        if (there is not null && there.Protocol != write.Protocol)
        {
            _lost.Add(there);
        }

        Put(Made(write), byUs: true);
        return Errno.None;
    }

    private int Remove(Key key, KernelRoute there)
    {
        _routes.Remove(key);
        Publish(new RouteRemoved(there, ByUs: true));
        return Errno.None;
    }

    private KernelRoute Made(in RouteWrite write)
    {
        NextHops hops = write.Type.IsRefusal() ? NextHops.None : write.NexthopId != 0 ? HopsOf(write.NexthopId) : write.Via;
        bool onLink = write.Destination.Family == Family.IPv4 && !write.Type.IsRefusal() && hops.All(hop => hop.Gateway is null);
        byte scope = write.Type == RouteType.Local ? (byte)254 : onLink && write.NexthopId == 0 ? (byte)253 : (byte)0;
        return new KernelRoute(
            write.Destination, write.Table, write.EffectiveMetric, write.Protocol, write.Type, scope, write.PreferredSource, hops, write.NexthopId);
    }

    private void Put(KernelRoute route, bool byUs)
    {
        var key = new Key(route.Table, route.Destination, route.Metric);
        bool replaced = _routes.ContainsKey(key);
        _routes[key] = route;
        Publish(new RouteAdded(route, replaced, byUs));
    }
}
