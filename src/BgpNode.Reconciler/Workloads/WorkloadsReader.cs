using System.Collections.Concurrent;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Rib;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Workloads;

/// <summary>
/// Gives the RIB the routes that this node owns, and remembers since when the kernel has each: what an operator asks first about
/// an endpoint.
/// </summary>
public sealed class WorkloadsReader(RibLoop rib, string node, TimeProvider clock) : IIntentReader
{
    private readonly LocalRouteTable _table = new(node);
    private readonly ConcurrentDictionary<Prefix, Standing> _standings = new();
    private IReadOnlyList<(Prefix Prefix, ResourceKey Winner, ResourceKey Loser)> _conflicts = [];
    private bool _toldInSync;

    /// <summary>Told when the kernel has acknowledged a route: how long after its change was seen.</summary>
    public Action<TimeSpan>? Converged { get; init; }

    /// <summary>Addresses that more than one resource of this node claims; the first by name has them.</summary>
    public IReadOnlyList<(Prefix Prefix, ResourceKey Winner, ResourceKey Loser)> Conflicts => Volatile.Read(ref _conflicts);

    /// <summary>Since when the kernel has a route of this node; null when it does not.</summary>
    public Standing? StandingOf(Prefix prefix) => _standings.TryGetValue(prefix, out Standing standing) ? standing : null;

    public async ValueTask IntentChangedAsync(IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed, CancellationToken ct)
    {
        long seen = clock.GetTimestamp();
        IReadOnlyList<LocalChange> changes = _table.Apply(intent, changed);
        Volatile.Write(ref _conflicts, [.. _table.Conflicts]);
        foreach (LocalChange change in changes)
        {
            if (change.Route is null)
            {
                _standings.TryRemove(change.Prefix, out _);
            }
            else
            {
                _standings[change.Prefix] = new Standing(seen, null, default);
            }
        }

        if (changes.Count > 0)
        {
            await rib.LocalAsync(changes, ct);
        }

        // What only the disk said may be old: until the store has answered, routes of the run before are nobody's to sweep.
        if (intent.Synced && !_toldInSync)
        {
            _toldInSync = true;
            await rib.LocalsSyncedAsync(ct);
        }
    }

    /// <summary>The kernel has these now.</summary>
    public void Acknowledged(IReadOnlyList<Prefix> prefixes)
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (Prefix prefix in prefixes)
        {
            if (_standings.TryGetValue(prefix, out Standing standing) && standing.InKernelSince is null)
            {
                TimeSpan took = clock.GetElapsedTime(standing.Seen);
                if (_standings.TryUpdate(prefix, standing with { InKernelSince = now, Took = took }, standing))
                {
                    Converged?.Invoke(took);
                }
            }
        }
    }

    /// <summary>Where a route of this node stands.</summary>
    /// <param name="Seen">Timestamp at which its last change was seen.</param>
    /// <param name="InKernelSince">When the kernel acknowledged it.</param>
    /// <param name="Took">From seen to acknowledged.</param>
    public readonly record struct Standing(long Seen, DateTimeOffset? InKernelSince, TimeSpan Took);
}
