using System.Collections.Immutable;
using System.Net.Sockets;
using System.Threading.Channels;
using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Desired;
using BgpNode.Reconciler.Intent;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler.Peers;

/// <summary>
/// Makes the neighbours of intent real: compares what should run with what runs and applies the smallest difference. The owner
/// of which peers run; a burst of intents costs one pass over the newest.
/// </summary>
public sealed partial class PeersLoop(
    SpeakerService speaker, string node, Func<HostFacts> host, TimeProvider clock, ILogger<PeersLoop> logger) : IIntentReader
{
    /// <summary>How often the same intent is planned again: password files and the addresses that the host can listen on change without it.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly Channel<IntentSnapshot> _newest = Channel.CreateBounded<IntentSnapshot>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<string, PeerConfig> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _applied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<PeerRange> _ranges = [];
    private HostFacts _host = new(null);
    private ListenPlan? _listening;
    private PeerPlan _plan = new([], new ListenPlan(BgpDefaults.Port, []), []);

    /// <summary>What should run now.</summary>
    public PeerPlan Plan => Volatile.Read(ref _plan);

    /// <summary>Completes when the first plan has been applied.</summary>
    public Task Applied => _applied.Task;

    /// <summary>Why we do not listen; null when we do.</summary>
    public string? ListenProblem { get; private set; }

    public async ValueTask IntentChangedAsync(IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed, CancellationToken ct)
    {
        // Endpoints come and go by the thousand and never change a neighbour.
        if (changed is null || changed.Any(key => key.Kind is not (ResourceKind.WorkloadEndpoint or ResourceKind.Announcement)))
        {
            await _newest.Writer.WriteAsync(intent, ct);
        }
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var again = new PeriodicTimer(LookAgain, clock);
        Task<bool> newer = _newest.Reader.WaitToReadAsync(ct).AsTask();
        Task<bool> tick = again.WaitForNextTickAsync(ct).AsTask();
        IntentSnapshot? intent = null;
        while (await await Task.WhenAny(newer, tick))
        {
            if (tick.IsCompleted)
            {
                tick = again.WaitForNextTickAsync(ct).AsTask();
            }

            if (newer.IsCompleted)
            {
                intent = _newest.Reader.TryRead(out IntentSnapshot? newest) ? newest : intent;
                newer = _newest.Reader.WaitToReadAsync(ct).AsTask();
            }

            if (intent is not null)
            {
                await MakeRealAsync(intent);
            }
        }
    }

    private async ValueTask MakeRealAsync(IntentSnapshot intent)
    {
        // A router id that is the host's address stays what it was when a further address comes: it would reset every session.
        _host = _host.IPv4Address is null ? host() : _host;
        PeerPlan plan = KeepNames(PeerPlanner.Plan(intent, node, _host, PasswordFile.Read));
        foreach (Problem problem in plan.Problems.Except(Plan.Problems))
        {
            LogProblem(problem);
        }

        Volatile.Write(ref _plan, plan);
        await ListenAsync(plan.Listen);
        await ApplyAsync(plan);
        _applied.TrySetResult();
    }

    // A mesh that becomes a reflector's clients, say: another resource names the neighbour now, and nothing of its OPEN changes.
    // Its session goes on, under the name that it has.
    private PeerPlan KeepNames(PeerPlan plan)
    {
        var names = plan.Peers.Select(peer => peer.Name).ToHashSet(StringComparer.Ordinal);
        var nameless = _running.Values.Where(running => !names.Contains(running.Name)).ToDictionary(KeyOf);
        return nameless.Count == 0 ? plan : plan with { Peers = [.. plan.Peers.Select(Kept).OrderBy(peer => peer.Name, StringComparer.Ordinal)] };

        PeerConfig Kept(PeerConfig peer) =>
            !_running.ContainsKey(peer.Name) && nameless.TryGetValue(KeyOf(peer), out PeerConfig? running)
            && PeerConfig.ChangeEffect(running, peer).Effect != ConfigEffect.Reset
                ? peer with { Name = running.Name }
                : peer;
    }

    private static (Address Address, int Port, string? Link) KeyOf(PeerConfig peer) => (peer.RemoteAddress, peer.RemotePort, peer.Interface);

    private async ValueTask ApplyAsync(PeerPlan plan)
    {
        var wanted = plan.Peers.ToDictionary(peer => peer.Name, StringComparer.Ordinal);
        foreach (string name in _running.Keys.Where(name => !wanted.ContainsKey(name)).ToArray())
        {
            await speaker.RemovePeerAsync(name);
            _running.Remove(name);
            LogRemoved(name);
        }

        foreach (PeerConfig peer in plan.Peers)
        {
            if (!_running.TryGetValue(peer.Name, out PeerConfig? running))
            {
                await speaker.AddPeerAsync(peer);
                LogAdded(peer.Name, peer.RemoteAddress, peer.RemoteAs?.ToString() ?? "any");
            }
            else if (!running.Equals(peer))
            {
                ConfigChange change = PeerConfig.ChangeEffect(running, peer);
                await speaker.UpdatePeerAsync(peer);
                LogChanged(peer.Name, change.Effect == ConfigEffect.Reset ? $"its session starts again because {change.Reason}" : "its session stays");
            }

            _running[peer.Name] = peer;
        }

        if (!_ranges.SequenceEqual(plan.Ranges))
        {
            await speaker.SetRangesAsync(plan.Ranges);
            _ranges = plan.Ranges;
            LogRanges(string.Join(", ", plan.Ranges.Select(range => $"{range.Name} ({range.Prefix})")));
        }
    }

    private async ValueTask ListenAsync(ListenPlan listen)
    {
        if (listen.Equals(_listening) && ListenProblem is null)
        {
            return;
        }

        try
        {
            await speaker.ListenAsync(new ListenOptions { Port = listen.Port, Addresses = [.. listen.Addresses] });
            (_listening, ListenProblem) = (listen, null);
        }
        catch (SocketException error)
        {
            ListenProblem = error.Message;
            LogNotListening(listen.Port, error.Message);
        }
    }
}
