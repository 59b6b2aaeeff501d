using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Datastore.Snapshot;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler.Intent;

/// <summary>
/// The owner of the intent: takes what the store tells, keeps the snapshot, hands it to its readers, and keeps the last good
/// intent on disk so that a node starts, and goes on, while the store is away.
/// </summary>
public sealed partial class IntentLoop(
    IDatastore store,
    SnapshotFile disk,
    IReadOnlyList<IIntentReader> readers,
    TimeProvider clock,
    ILogger<IntentLoop> logger)
{
    /// <summary>How many events the inbox takes.</summary>
    public const int Capacity = 4096;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<DatastoreEvent> _inbox = Channel.CreateBounded<DatastoreEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IntentSnapshot _current = IntentSnapshot.Empty;

    /// <summary>The intent as it is now.</summary>
    public IntentSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Completes when there is an intent, from the store or from disk, and its readers have it.</summary>
    public Task Known => _known.Task;

    public IntentCounters Counters { get; } = new();

    /// <summary>Events in the inbox.</summary>
    public int Waiting => _inbox.Reader.Count;

    public string StoreDescription => store.Description;

    /// <summary>Lets the loss through that the brake holds. Returns how many resources went; 0 when nothing was held.</summary>
    public async Task<int> ReleaseAsync(CancellationToken ct)
    {
        var released = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inbox.Writer.WriteAsync(new ReleaseAsked(released), ct);
        return await released.Task.WaitAsync(ct);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await FromDiskAsync(stop.Token);
        Task following = store.RunAsync(_inbox.Writer, stop.Token);
        // A store never ends by itself; one that does must end us too, not leave us waiting for what never comes.
        _ = following.ContinueWith(
            ended => _inbox.Writer.TryComplete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Task saving = SaveAsync(stop.Token);
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(stop.Token))
            {
                await TakeBurstAsync(_inbox.Reader, stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(following, saving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            SaveIfChanged();
            _known.TrySetCanceled(CancellationToken.None);
        }
    }

    // A burst of changes costs one pass: what counts is what holds at its end.
    private async ValueTask TakeBurstAsync(ChannelReader<DatastoreEvent> inbox, CancellationToken ct)
    {
        IntentSnapshot intent = _current;
        HashSet<ResourceKey>? changed = [];
        bool anything = false;
        TaskCompletionSource<int>? asked = null;
        int released = 0;
        while (inbox.TryRead(out DatastoreEvent? e))
        {
            Counters.Count(e);
            switch (e)
            {
                case Synced synced:
                    LogSynced(store.Description, synced.All.Count, synced.Revision, synced.Problems.Count);
                    LogProblems(intent, synced.Problems);
                    _beforeRevision = null;
                    intent = Told(intent, IntentBrake.AfterList(intent, intent.WithAll(synced.All), synced.StoreReplaced, clock.GetUtcNow())) with
                    {
                        Revision = synced.Revision,
                        Problems = synced.Problems,
                        Synced = true,
                        FromDisk = false,
                        Connected = true,
                        DisconnectReason = null,
                        ChangedAt = clock.GetUtcNow(),
                    };
                    (changed, anything) = (null, true);
                    break;
                case Changed change:
                    intent = BeginRevision(intent, change.Revision);
                    intent = intent.With(change.Key, change.Resource) with
                    {
                        Revision = change.Revision,
                        ChangedAt = clock.GetUtcNow(),
                        Held = change.Resource is null ? intent.Held : intent.Held?.Without(change.Key),
                    };
                    changed?.Add(change.Key);
                    anything = true;
                    break;
                case ReleaseAsked release:
                    intent = IntentBrake.Release(intent, out IReadOnlyCollection<ResourceKey> keys);
                    changed?.UnionWith(keys);
                    (asked, released, anything, _beforeRevision) = (release.Released, keys.Count, anything || keys.Count > 0, null);
                    break;
                case ProblemsChanged { Problems: var problems }:
                    LogProblems(intent, problems);
                    intent = intent with { Problems = problems };
                    break;
                case ConnectionChanged { Up: var up, Reason: var reason }:
                    if (up != intent.Connected)
                    {
                        LogConnection(up, reason);
                    }
                    else if (!up && reason != intent.DisconnectReason)
                    {
                        LogUnreachable(store.Description, reason ?? "no reason given");
                    }

                    intent = intent with { Connected = up, DisconnectReason = reason };
                    break;
            }
        }

        intent = EndRevision(intent);
        Volatile.Write(ref _current, intent);
        if (anything)
        {
            await TellAsync(intent, changed, ct);
        }

        if (asked is not null)
        {
            LogReleased(released);
            asked.TrySetResult(released);
        }
    }

    private async ValueTask TellAsync(IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed, CancellationToken ct)
    {
        foreach (IIntentReader reader in readers)
        {
            await reader.IntentChangedAsync(intent, changed, ct);
        }

        _known.TrySetResult();
    }

    private async ValueTask FromDiskAsync(CancellationToken ct)
    {
        if (!disk.TryLoad(store.Description, out Datastore.Snapshot.IntentSnapshot? last, out string? reason))
        {
            LogNoDisk(reason);
            return;
        }

        LogFromDisk(last.Resources.Count, last.Revision, last.SavedAt);
        IntentSnapshot intent = IntentSnapshot.Empty.WithAll(last.Resources) with
        {
            Revision = last.Revision,
            FromDisk = true,
            ChangedAt = last.SavedAt,
            Problems = last.Problems,
        };
        store.LastGood = last.Resources;
        Volatile.Write(ref _current, intent);
        _saved = intent;
        await TellAsync(intent, null, ct);
    }

    private IntentSnapshot _saved = IntentSnapshot.Empty;

    private async Task SaveAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(SaveEvery, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            SaveIfChanged();
        }
    }

    private void SaveIfChanged()
    {
        IntentSnapshot now = Current;
        if (!now.Synced || ReferenceEquals(now.Kinds, _saved.Kinds))
        {
            return;
        }

        string? problem = disk.Save([.. now.Kinds.Values.SelectMany(kind => kind.Values)], now.Revision, store.Description);
        if (problem is null)
        {
            _saved = now;
        }
        else if (problem != Counters.SaveProblem)
        {
            LogNotSaved(problem);
        }

        Counters.SaveProblem = problem;
    }

    private void LogProblems(IntentSnapshot before, IReadOnlyList<Problem> problems)
    {
        foreach (Problem problem in problems.Except(before.Problems).Take(20))
        {
            LogProblem(problem);
        }
    }

    private void LogConnection(bool up, string? reason)
    {
        if (up)
        {
            LogConnected(store.Description);
        }
        else
        {
            LogDisconnected(store.Description, reason ?? "no reason given", Current.Count);
        }
    }
}
