using System.Threading.Channels;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Rib;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// Keeps the kernel's routes as the RIB wants them, whatever else happens on the host. The owner of <see cref="FibTable"/>: one
/// loop, one bounded inbox. Reads the RIB's journal (as <see cref="IFibSink"/>) and the kernel's events, writes in batches, and
/// tells the RIB which workload routes the kernel has acknowledged.
/// </summary>
public sealed partial class FibLoop : IFibSink
{
    /// <summary>How many messages the inbox takes.</summary>
    public const int Capacity = 256;

    // One pass writes at most this many, so that events and answers never wait long behind a full table.
    private const int PassSize = 8192;

    private readonly IKernelRoutes _routes;
    private readonly INexthops _objects;
    private readonly IKernelLinks _links;
    private readonly IKernelEvents _events;
    private readonly IFibOwner _owner;
    private readonly FibOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<FibLoop> _logger;
    private readonly Channel<FibMessage> _inbox = Channel.CreateBounded<FibMessage>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly TaskCompletionSource _adopted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FibTable[] _tables;
    private readonly NexthopTable _nexthops;
    private readonly HostView _host = new();
    private readonly NextHopResolver _resolver;
    private readonly List<PlannedWrite> _planned = new(PassSize);
    private readonly RouteWrite[] _writes = new RouteWrite[PassSize];
    private readonly List<RouteResult> _failures = [];
    private readonly List<Prefix> _acknowledged = [];
    private long _auditDue;
    private long _staleUntil;
    private readonly HashSet<(string Peer, Family Family)> _synced = [];
    private readonly TaskCompletionSource _localsWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FamilySet _localsInSync;

    public FibLoop(
        IKernelRoutes routes,
        INexthops objects,
        IKernelLinks links,
        IKernelEvents events,
        IFibOwner owner,
        FibOptions options,
        TimeProvider clock,
        ILogger<FibLoop> logger)
    {
        (_routes, _objects, _links, _events, _owner, _options, _clock, _logger) = (routes, objects, links, events, owner, options, clock, logger);
        _nexthops = new NexthopTable(options.Protocol);
        _resolver = new NextHopResolver(_host, _nexthops);
        _tables = [new FibTable(Family.IPv4, Counters), new FibTable(Family.IPv6, Counters)];
    }

    public FibCounters Counters { get; } = new();

    /// <summary>Messages in the inbox.</summary>
    public int Waiting => _inbox.Reader.Count;

    /// <summary>Told after each pass: writes, refusals among them, and how long it took.</summary>
    public Action<int, int, TimeSpan>? Applied { get; init; }

    /// <summary>Completes when the kernel's present routes are known and the RIB may offer.</summary>
    public Task Adopted => _adopted.Task;

    /// <summary>Families in which the kernel still had routes of the run before; known with <see cref="Adopted"/>.</summary>
    public FamilySet Kept { get; private set; }

    /// <summary>Completes when every route of the node itself was written, or refused, once.</summary>
    public Task LocalsWritten => _localsWritten.Task;

    /// <summary>Whether everything wanted was written or refused at least once and nothing waits.</summary>
    public bool IsSettled => Counters.Pending == 0 && Volatile.Read(ref _unread) == 0;

    private int _unread;

    public bool TryOffer(FibBatch batch)
    {
        Interlocked.Increment(ref _unread);
        if (_inbox.Writer.TryWrite(new FibMessage.Offered(batch)))
        {
            return true;
        }

        Interlocked.Decrement(ref _unread);
        return false;
    }

    /// <summary>Runs until cancelled. Throws only when the kernel cannot be spoken to at all.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using IKernelSubscription subscription = _events.Subscribe(new KernelEventFilter
        {
            Topics = KernelTopics.Links | KernelTopics.Addresses | KernelTopics.Routes | KernelTopics.Nexthops,
            RouteTable = _options.Table,
        });
        Task events = ForwardEventsAsync(subscription, stop.Token);
        await using ITimer timer = _clock.CreateTimer(_ => _inbox.Writer.TryWrite(new FibMessage.Tick()), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        try
        {
            await AdoptAsync(stop.Token);
            while (await _inbox.Reader.WaitToReadAsync(stop.Token))
            {
                while (_inbox.Reader.TryRead(out FibMessage? message))
                {
                    await TakeAsync(message, stop.Token);
                    if (QueueLength >= PassSize)
                    {
                        await WriteAsync(stop.Token);
                    }
                }

                await TellGatewaysAsync(stop.Token);
                while (QueueLength > 0 || _nexthops.HasWork)
                {
                    await WriteAsync(stop.Token);
                    if (_inbox.Reader.TryRead(out FibMessage? message))
                    {
                        await TakeAsync(message, stop.Token);
                    }
                }

                if (_localsInSync == FamilySet.Both)
                {
                    _localsWritten.TrySetResult();
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            _adopted.TrySetCanceled(CancellationToken.None);
            await events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ForwardEventsAsync(IKernelSubscription subscription, CancellationToken ct)
    {
        await foreach (KernelEvent e in subscription.ReadAsync(ct))
        {
            await _inbox.Writer.WriteAsync(new FibMessage.Happened(e), ct);
        }
    }

    // The kernel is asked only after the events are subscribed, so nothing falls between.
    private async Task AdoptAsync(CancellationToken ct)
    {
        await ReadHostAsync(ct);
        _nexthops.Compare(await _objects.DumpNexthopsAsync(protocol: 0, ct), out _);
        foreach (FibTable table in _tables)
        {
            await DumpAsync(table.Family, route =>
            {
                Kept = Kept.With(table.Family);
                table.Adopt(route.Destination, _nexthops.FormOf(route));
            }, ct);
        }

        long now = _clock.GetTimestamp();
        _auditDue = now + Ticks(_options.AuditInterval);
        _staleUntil = now + Ticks(_options.StaleTime);
        LogAdopted(Counters.Stale, _options.Protocol);
        _adopted.TrySetResult();
    }

    private async Task ReadHostAsync(CancellationToken ct)
    {
        foreach (Link link in await _links.DumpLinksAsync(ct))
        {
            _host.Set(link, out _, out _);
        }

        foreach (InterfaceAddress address in await _links.DumpAddressesAsync(ct))
        {
            _host.Add(address);
        }

        _host.Routes.Clear();
    }

    // Every route of our table: ours to the caller, the others' into the picture of the host.
    private ValueTask DumpAsync(Family family, Action<KernelRoute> ours, CancellationToken ct) => _routes.DumpAsync(family, _options.Table, protocol: 0, route =>
    {
        if (IsOurs(route))
        {
            ours(route);
        }
        else if (route.Protocol != _options.Protocol)
        {
            _host.Routes.Add(route, replaced: false);
        }
    }, ct);

    private async ValueTask TakeAsync(FibMessage message, CancellationToken ct)
    {
        switch (message)
        {
            case FibMessage.Offered { Batch: var batch }:
                Take(batch);
                batch.Return();
                Interlocked.Decrement(ref _unread);
                _owner.FibHasRoom();
                break;
            case FibMessage.Happened { Event: Overrun }:
                Counters.Overruns++;
                await AuditAsync("the kernel's event buffer overran", ct);
                break;
            case FibMessage.Happened { Event: var e }:
                Take(e);
                break;
            case FibMessage.Ask { Question: var question }:
                question(this);
                break;
            case FibMessage.Tick:
                await TickAsync(ct);
                break;
        }

        Count();
    }

    private void Take(FibBatch batch)
    {
        foreach (FibEntry entry in batch.Entries)
        {
            _tables[(int)entry.Prefix.Family].Want(entry.Prefix, entry.Path);
        }

        foreach (FibSynced synced in batch.Synced)
        {
            OnSynced(synced);
        }
    }

    // What a source in sync no longer stands behind may go: routes via a neighbour's own address with that neighbour, all
    // others (an unchanged next hop of someone else) with the last neighbour.
    private void OnSynced(FibSynced synced)
    {
        if (synced.PeerName is not { } name)
        {
            _localsInSync = _localsInSync.With(synced.Family);
            Sweep("the node's own routes are", synced.Family, form => !form.HasGateway);
            return;
        }

        _synced.Add((name, synced.Family));
        IReadOnlyList<FibNeighbour> wanted = _owner.Neighbours();
        foreach (FibNeighbour neighbour in wanted.Where(neighbour => neighbour.Name == name))
        {
            Sweep($"peer {name} is", synced.Family, form => form.IsVia(neighbour.Address));
        }

        if (Counters.Stale > 0 && wanted.All(neighbour => FamilyExtensions.All.ToArray().All(family => !neighbour.Families.Has(family) || _synced.Contains((neighbour.Name, family)))))
        {
            Sweep("all neighbours are", null, form => form.HasGateway);
        }
    }

    private async ValueTask TickAsync(CancellationToken ct)
    {
        long now = _clock.GetTimestamp();
        foreach (FibTable table in _tables)
        {
            table.RetryDue(now);
        }

        if (_staleUntil != 0 && now >= _staleUntil)
        {
            _staleUntil = 0;
            Sweep("the stale time has ended; what is missing is not", null, form => _localsInSync == FamilySet.Both || form.HasGateway);
        }

        if (_nexthops.Collect(now, Ticks(_options.IdleObjectTime)))
        {
            _resolver.Forget();
        }

        if (now >= _auditDue)
        {
            await AuditAsync("the audit is due", ct);
        }
    }

    private void Sweep(string source, Family? only, Func<RouteForm, bool> isFrom)
    {
        int swept = _tables.Sum(table => only is null || table.Family == only ? table.Sweep(isFrom) : 0);
        if (swept > 0)
        {
            LogSwept(swept, source);
        }
    }

    private void Count()
    {
        Counters.Failed = _tables[0].FailureCount + _tables[1].FailureCount;
        Counters.Pending = QueueLength;
    }

    private int QueueLength => _tables[0].QueueLength + _tables[1].QueueLength;

    // The kernel marks routes over absent next hops and leaves others' metrics alone; only what carries all our marks is ours.
    private bool IsOurs(KernelRoute route) =>
        route.Protocol == _options.Protocol && route.Table == _options.Table && route.Metric == _options.Metric;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);
}
