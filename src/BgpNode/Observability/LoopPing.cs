using Microsoft.Extensions.Hosting;

namespace BgpNode.Observability;

/// <summary>
/// The heartbeat of a loop that answers questions: one is asked every few seconds, and a loop that does not come to it within its
/// patience no longer turns. Nothing is asked of the loop but what it does anyway.
/// </summary>
/// <param name="loop">The loop's name.</param>
/// <param name="ping">Completes when the loop has taken the question up.</param>
/// <param name="patience">Longer than any honest turn: a full table may be on its way to the kernel.</param>
/// <param name="clock">What time it is.</param>
internal sealed class LoopPing(string loop, Func<CancellationToken, Task> ping, TimeSpan patience, TimeProvider clock) : BackgroundService, ILoopHeartbeat
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly LoopHeartbeat _heartbeat = new(loop, patience, clock);

    public string Loop => loop;

    public TimeSpan? BusyFor => _heartbeat.BusyFor;

    public bool IsAlive => _heartbeat.IsAlive;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                using (_heartbeat.Turn())
                {
                    await ping(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
        catch (ObjectDisposedException)
        {
            // the loop has stopped, and the node with it
        }
    }
}
