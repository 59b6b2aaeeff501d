using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Intent;
using BgpNode.Reconciler.Peers;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BgpNode.Reconciler;

/// <summary>
/// Starts the rooms in the order that loses nothing, and stops them in the reverse: the kernel's present routes are adopted
/// before the RIB may offer any, and neighbours are dialled only when the intent is known, so the first UPDATE is complete.
/// </summary>
public sealed partial class NodeService(
    RibLoop rib,
    FibLoop fib,
    IntentLoop intent,
    PeersLoop peers,
    SpeakerService speaker,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<NodeService> logger) : BackgroundService
{
    // Neighbours that are away must not keep a node from being ready for good.
    private static readonly TimeSpan PeersPatience = TimeSpan.FromSeconds(10);

    // Nor must a workload whose interface does not come keep the node from its neighbours.
    private static readonly TimeSpan LocalsPatience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _converged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes once: intent is known, the kernel has been given every route of it, and every neighbour has told its table, its
    /// End-of-RIB included, or had its chance.
    /// </summary>
    public Task Converged => _converged.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            await rib.StartAsync(stop.Token);
            Task fibRuns = fib.RunAsync(stop.Token);
            await await Task.WhenAny(fib.Adopted, fibRuns);
            speaker.Forwarding.Began(fib.Kept);
            rib.HoldEndOfRib();
            await rib.AttachAsync(fib, stop.Token);
            Task[] loops = [fibRuns, intent.RunAsync(stop.Token), MeetPeersAsync(stop.Token)];
            Task converging = ConvergeAsync(stop.Token);

            // A loop ends only when it is stopped; one that ends otherwise ends the node, and systemd starts it anew.
            await await Task.WhenAny(loops);
            await converging;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
        catch (Exception error)
        {
            LogDied(error);
            Environment.ExitCode = 1;
            _converged.TrySetException(error);
            lifetime.StopApplication();
        }
        finally
        {
            // The kernel keeps its routes, and so do the neighbours that know graceful restart: what is forwarded goes on until we are back.
            await speaker.StopAsync();
            await stop.CancelAsync();
            await rib.StopAsync(CancellationToken.None);
            _converged.TrySetCanceled(CancellationToken.None);
        }
    }

    // A neighbour that kept our routes sweeps them at our End-of-RIB: by then all that the kernel still has must have been announced again.
    private async Task MeetPeersAsync(CancellationToken ct)
    {
        await intent.Known.WaitAsync(ct);
        await fib.LocalsWritten.WaitAsync(LocalsPatience, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        await peers.RunAsync(ct);
    }

    private async Task ConvergeAsync(CancellationToken ct)
    {
        await intent.Known.WaitAsync(ct);
        await peers.Applied.WaitAsync(ct);
        long started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), clock);
        while (!(fib.IsSettled && (PeersHeard() || clock.GetElapsedTime(started) > PeersPatience)))
        {
            await timer.WaitForNextTickAsync(ct);
        }

        LogConverged(fib.Counters.Wanted(Family.IPv4), fib.Counters.Wanted(Family.IPv6), speaker.Peers.Count(peer => peer.State == SessionState.Established));
        speaker.Forwarding.Converged();
        await rib.ReleaseEndOfRibAsync(ct);
        _converged.TrySetResult();
    }

    private bool PeersHeard() => speaker.Peers.All(peer => peer.Config.Disabled || HasToldAll(peer));

    // RFC 4724 §2: who knows graceful restart ends its table with End-of-RIB. One that is restarting itself may be waiting for ours.
    private static bool HasToldAll(PeerStatus peer) => peer.State == SessionState.Established
        && (peer.Agreement?.GracefulRestart is not { Restarting: false }
            || FamilyExtensions.All.ToArray().All(family => !peer.Agreement.Families.Has(family) || peer.Routes?[family].EndOfRib == true));

    [LoggerMessage(3201, LogLevel.Information, "Converged: {IPv4} IPv4 and {IPv6} IPv6 routes, {Peers} peers established")]
    private partial void LogConverged(long ipv4, long ipv6, int peers);

    [LoggerMessage(3202, LogLevel.Critical, "A loop of the node ended; the node stops, and the service manager should start it again")]
    private partial void LogDied(Exception error);
}
