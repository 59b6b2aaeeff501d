using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Validation;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Export;
using BgpNode.Routing.Rib;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Rib;

/// <summary>
/// The owner of the RIB: one thread, one bounded inbox. Everything that comes from outside is work in the inbox; everything
/// that goes out is read from the journals, neighbours first, the forwarding table after them.
/// </summary>
/// <remarks>
/// <para>A turn takes work for at most five milliseconds, or until there is none, and then packs. So a burst packs well and a
/// single route leaves at once; there is no timer and no minimum interval between advertisements.</para>
/// <para>Withdraw before delete: the forwarding table is told nothing that the neighbours' logs do not hold yet.</para>
/// </remarks>
public sealed partial class RibLoop : IRibInbox, IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);

    private readonly RibOptions _options;
    private readonly TimeProvider _clock;
    private readonly Inbox<RibWork> _inbox;
    private readonly RibTables _tables;
    private readonly FibReader _fib;
    private readonly List<RibPeer> _peers = [];
    private readonly Dictionary<AttributeRules, ushort> _rulesClasses = [];
    private readonly SourceNumbers _numbers;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private volatile bool _stopping;

    public RibLoop(RibOptions options, TimeProvider clock, ILogger<RibLoop> logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _inbox = new Inbox<RibWork>(options.InboxCapacity);
        _tables = new RibTables(options.Multipath, options.JournalCapacity, options.ForwardLearned, options.PreferOldestExternal);
        Groups = new UpdateGroups(_tables);
        _fib = new FibReader(_tables);
        _numbers = new SourceNumbers(_tables, Groups);
    }

    /// <summary>Pieces of work in the inbox, and those who wait outside.</summary>
    public int Waiting => _inbox.Count;

    /// <summary>How many pieces of work the inbox takes.</summary>
    public int Capacity => _options.InboxCapacity;

    internal UpdateGroups Groups { get; }

    internal RibTables Tables => _tables;

    public async ValueTask<IRibPeer> PeerUpAsync(PeerUp up, CancellationToken ct) => await AskAsync(() => AddPeer(up), ct).ConfigureAwait(false);

    /// <summary>Routes of this node appear, change or go.</summary>
    public ValueTask LocalAsync(IReadOnlyList<LocalChange> changes, CancellationToken ct = default) => PostAsync(new RibWork(() =>
    {
        foreach (LocalChange change in changes)
        {
            _tables.Locals(change.Prefix.Family).Apply(change);
        }
    }), ct);

    /// <summary>Every route that this node owns has been told since start: the sink hears of it behind all of them.</summary>
    public ValueTask LocalsSyncedAsync(CancellationToken ct = default) => PostAsync(new RibWork(() =>
    {
        _fib.Synced(null, Family.IPv4);
        _fib.Synced(null, Family.IPv6);
    }), ct);

    /// <summary>The kernel has these routes of this node: now they may be announced.</summary>
    public ValueTask AcknowledgedAsync(IReadOnlyList<Prefix> prefixes, CancellationToken ct = default) => PostAsync(new RibWork(() =>
    {
        foreach (Prefix prefix in prefixes)
        {
            _tables.Locals(prefix.Family).Acknowledge(prefix);
        }
    }), ct);

    /// <summary>Whether a next hop can be reached. Until told otherwise every one can (RFC 4271 §9.1.2.1).</summary>
    public ValueTask NextHopAsync(Address nextHop, bool reachable, CancellationToken ct = default) => PostAsync(new RibWork(() =>
    {
        IReadOnlySet<int> sets = _tables.Attributes.SetReachable(nextHop, reachable);
        if (sets.Count > 0)
        {
            _tables[Family.IPv4].Reconsider(sets);
            _tables[Family.IPv6].Reconsider(sets);
        }
    }), ct);

    /// <summary>Who writes the forwarding table; it is told the whole table first.</summary>
    public ValueTask AttachAsync(IFibSink sink, CancellationToken ct = default) => PostAsync(new RibWork(() => _fib.Attach(sink)), ct);

    /// <summary>The sink that refused a batch has room again. Callable from any thread.</summary>
    public void Resume()
    {
        _fib.Resume();
        Wake();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { Name = "rib", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _inbox.Close();
        if (_thread is not null)
        {
            await _stopped.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    internal ValueTask PostAsync(RibWork work, CancellationToken ct) => _inbox.WriteAsync(work, ct);

    /// <summary>Asks something of the loop; the answer is made on its thread and awaited elsewhere.</summary>
    internal async Task<T> AskAsync<T>(Func<T> ask, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await PostAsync(new RibWork(() => Answer(ask, answer)), ct).ConfigureAwait(false);
        return await answer.Task.WaitAsync(ct).ConfigureAwait(false);
    }

    internal void Wake() => _inbox.Wake();

    /// <summary>Runs work on the loop's thread after a while, unless the timer is disposed of before.</summary>
    internal ITimer After(TimeSpan delay, RibWork work) =>
        _clock.CreateTimer(_ => _ = PostUnlessStoppedAsync(work), null, delay, Timeout.InfiniteTimeSpan);

    internal uint ClusterIdFor(Agreement agreement) => _options.ClusterId ?? agreement.LocalId.Value;

    internal void PeerDown(RibPeer peer, FamilySet keep)
    {
        if (!_peers.Remove(peer))
        {
            return;
        }

        if (keep != FamilySet.None)
        {
            peer.EndRestarts(); // RFC 4724 §4.2: what was kept before and not told since is not kept again
        }

        peer.Close();
        Groups.Leave(peer.Member);
        if (keep == FamilySet.None)
        {
            Remove(peer.Lanes);
        }
        else
        {
            LeaveBehind(peer, keep);
        }
    }

    internal void EndOfRib(RibPeer peer, Family family)
    {
        peer.Counters[family].EndOfRib = true;
        peer.EndRestart(family);
        _fib.Synced(peer.Name, family);
    }

    /// <summary>One turn: some work, then some packing. Returns whether there is more to do at once.</summary>
    internal bool Turn()
    {
        long began = _clock.GetTimestamp();
        bool more = false;
        while (_inbox.TryRead(out RibWork work))
        {
            Do(work);
            if (_clock.GetElapsedTime(began) >= Slice)
            {
                more = true;
                break;
            }
        }

        more |= Groups.Pump();
        if (Groups.HaveHeardAll)
        {
            more |= _fib.Pump();
        }

        foreach (RibPeer peer in _peers)
        {
            peer.UpdateCounters();
        }

        UpdateSizes();

        return more;
    }

    private async Task PostUnlessStoppedAsync(RibWork work)
    {
        try
        {
            await PostAsync(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The loop has stopped, and the RIB with it.
        }
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                if (!Turn())
                {
                    _inbox.Wait();
                }
            }
        }
        catch (Exception e)
        {
            LogLoopDied(e);
            throw; // nothing can go on without the RIB: the process ends, and the service manager starts it anew
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }

    private void Do(RibWork work)
    {
        try
        {
            work.Run();
        }
        catch (Exception e) when (work.Peer is { } peer)
        {
            LogPoisoned(e, peer.Name);
            peer.Fail(ProtocolError.OutOfResources);
        }
    }

    private RibPeer AddPeer(PeerUp up)
    {
        // Whose AS and which addresses is asked at import; here only what changes the meaning of octets.
        AttributeRules rules = AttributeRules.From(up.Agreement);
        if (!_rulesClasses.TryGetValue(rules, out ushort rulesClass))
        {
            rulesClass = checked((ushort)(_rulesClasses.Count + 1));
            _rulesClasses.Add(rules, rulesClass);
        }

        RibSource source = RibPeer.SourceOf(up);
        PeerLanes? kept = TakeOver(up, source);
        var peer = new RibPeer(this, _tables, kept ?? NewLanes(source), up, rulesClass, rules);
        if (kept is not null)
        {
            peer.BeginRestart();
        }

        _peers.Add(peer);
        Groups.Join(peer.Member);
        return peer;
    }

    private PeerLanes NewLanes(RibSource source)
    {
        if (!_numbers.TryNext(out ushort number))
        {
            throw new InvalidOperationException("every number of a source is in use"); // goes to the session, which ends
        }

        RibSource first = source with { Index = number };
        _tables.AddSource(first);
        return new PeerLanes(_tables, _numbers, first);
    }

    private static void Answer<T>(Func<T> ask, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(ask());
        }
        catch (Exception e)
        {
            answer.TrySetException(e); // goes to whoever asked
        }
    }
}
