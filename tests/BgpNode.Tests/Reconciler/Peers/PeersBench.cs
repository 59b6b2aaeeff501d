using BgpNode.Net;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Intent;
using BgpNode.Reconciler.Peers;
using BgpNode.Speaker;
using BgpNode.TestKit.Speaker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Peers;

/// <summary>The peers loop of node n1 with a real speaker, whose neighbours are scripts and whose RIB remembers.</summary>
internal sealed class PeersBench : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static int _benches;

    private readonly CancellationTokenSource _stop = new(Limit);
    private Task _running = Task.CompletedTask;
    private int _passes;

    public PeersBench(bool started = true)
    {
        Speaker = new SpeakerService(Rib, TimeProvider.System, NullLoggerFactory.Instance, Dialer);
        Loop = new PeersLoop(Speaker, "n1", Host, Clock, NullLogger<PeersLoop>.Instance);
        if (started)
        {
            Start();
        }
    }

    /// <summary>The address of n1, where it listens: one of its own for each bench.</summary>
    public string ListenAddress { get; set; } = $"127.0.78.{Interlocked.Increment(ref _benches)}";

    /// <summary>What the host says is its own.</summary>
    public Address? HostAddress { get; set; }

    /// <summary>The loop's clock; sessions go by the system's.</summary>
    public FakeTimeProvider Clock { get; } = new();

    public FakeRib Rib { get; } = new();

    public FakeDialer Dialer { get; } = new FakeDialer().Answering();

    public SpeakerService Speaker { get; }

    public PeersLoop Loop { get; }

    /// <summary>Plans made so far: each asks for the host's facts once.</summary>
    public int Passes => Volatile.Read(ref _passes);

    public void Start() => _running = Loop.RunAsync(_stop.Token);

    public IntentSnapshot Intent(params string[] documents) =>
        Of([Config("{ bindMode: NodeIP, listenPort: 1790 }"), Node("n1", $"ipv4Address: {ListenAddress}/32"), .. documents]);

    /// <summary>The intent is now this, and the node itself.</summary>
    public ValueTask WantAsync(params string[] documents) => Loop.IntentChangedAsync(Intent(documents), null, _stop.Token);

    /// <summary>The next neighbour that is dialled, with its session established.</summary>
    public async Task<ScriptedPeer> CalledAsync()
    {
        ScriptedPeer peer = await Dialer.CalledAsync().AsTask().WaitAsync(Limit);
        await peer.EstablishAsync();
        return peer;
    }

    public async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _stop.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Speaker.DisposeAsync();
        _stop.Dispose();
    }

    private HostFacts Host()
    {
        Interlocked.Increment(ref _passes);
        return new HostFacts(HostAddress);
    }
}
