using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Datastore.Snapshot;
using BgpNode.Reconciler.Intent;
using BgpNode.Tests.Datastore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using IntentSnapshot = BgpNode.Reconciler.Intent.IntentSnapshot;

namespace BgpNode.Tests.Reconciler.Intent;

/// <summary>An intent loop with a clock that a test moves, a disk of its own, and a reader that remembers what it was told.</summary>
internal sealed class IntentBench : IIntentReader, ILogger<IntentLoop>, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new(Limit);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<(IntentSnapshot Intent, IReadOnlySet<ResourceKey>? Changed)> _calls = new();
    private readonly ConcurrentQueue<string> _log = new();

    /// <param name="store">Where intent comes from.</param>
    /// <param name="snapshot">Where the last good one is kept, below the bench's directory.</param>
    /// <param name="readerIsBusy">The reader holds its first intent until <see cref="Release"/>.</param>
    public IntentBench(IDatastore store, string snapshot = "state/intent", bool readerIsBusy = false)
    {
        if (!readerIsBusy)
        {
            _gate.SetResult();
        }

        Disk = new SnapshotFile(Path.Combine(_directory.Path, snapshot), Clock);
        Loop = new IntentLoop(store, Disk, [this], Clock, this);
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch);

    public string Directory => _directory.Path;

    public SnapshotFile Disk { get; }

    public IntentLoop Loop { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>What the reader was told, in order.</summary>
    public (IntentSnapshot Intent, IReadOnlySet<ResourceKey>? Changed)[] Calls => [.. _calls];

    /// <summary>What was logged, each with its event number.</summary>
    public string[] Lines => [.. _log];

    public void Start() => Running = Loop.RunAsync(_stop.Token);

    public void Release() => _gate.SetResult();

    public async ValueTask IntentChangedAsync(IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed, CancellationToken ct)
    {
        _calls.Enqueue((intent, changed));
        await _gate.Task.WaitAsync(ct);
    }

    /// <summary>Lets the loop run until something holds; a test that waits in vain fails with what it waited for.</summary>
    public async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        while (!condition())
        {
            if (_stop.IsCancellationRequested || Running.IsCompleted)
            {
                await Running;
                Assert.Fail($"waited in vain for {what}");
            }

            await Task.Yield();
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _directory.Dispose();
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Enqueue($"{eventId.Id} {formatter(state, exception)}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
