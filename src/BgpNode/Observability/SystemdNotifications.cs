using System.Globalization;
using BgpNode.Control.Views;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace BgpNode.Observability;

/// <summary>
/// Tells systemd (sd_notify(3)) when the node is ready, what it waits for until then, that its loops still turn, and that it
/// stops. The watchdog is fed only while every loop is alive, so a loop that hangs is a daemon that systemd restarts.
/// </summary>
internal sealed partial class SystemdNotifications(
    ISystemdNotifier systemd, IReadiness readiness, IEnumerable<ILoopHeartbeat> loops, TimeProvider clock, ILogger<SystemdNotifications> logger)
    : BackgroundService
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);

    private readonly ILoopHeartbeat[] _loops = [.. loops];
    private string _status = "";
    private bool _stuck;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (systemd.IsEnabled)
        {
            systemd.Notify(ServiceState.Stopping);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!systemd.IsEnabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval(), clock);
        Task<bool> tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        bool ready = false;
        try
        {
            while (true)
            {
                if (!ready && readiness.Converged.IsCompletedSuccessfully)
                {
                    systemd.Notify(ServiceState.Ready);
                    ready = true;
                }

                Feed();
                TellStatus();
                if (!ready && await Task.WhenAny(readiness.Converged, tick) == readiness.Converged)
                {
                    await readiness.Converged; // a fault here ends the daemon: it never converged
                    continue;
                }

                await tick;
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping was told by StopAsync
        }
    }

    /// <summary>sd_watchdog_enabled(3): ping at half of WATCHDOG_USEC.</summary>
    private static TimeSpan Interval() =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(Math.Min(microseconds / 2, StatusInterval.TotalMicroseconds))
            : StatusInterval;

    private void TellStatus()
    {
        GateView[] closed = [.. readiness.Gates.Where(g => !g.Open)];
        string status = closed.Length == 0
            ? "ready"
            : $"waiting for {string.Join(", ", closed.Select(g => g.Detail is null ? g.Gate : $"{g.Gate} ({g.Detail})"))}";
        if (status != _status)
        {
            _status = status;
            systemd.Notify(new ServiceState($"STATUS={status.ReplaceLineEndings(" ")}"));
        }
    }

    private void Feed()
    {
        ILoopHeartbeat? stuck = Array.Find(_loops, l => !l.IsAlive);
        if (stuck is null)
        {
            systemd.Notify(new ServiceState("WATCHDOG=1"));
        }
        else if (!_stuck)
        {
            LogStuck(stuck.Loop, stuck.BusyFor ?? TimeSpan.Zero);
        }

        _stuck = stuck is not null;
    }

    [LoggerMessage(6002, LogLevel.Critical, "Loop {Loop} has been in one turn for {Busy}; the watchdog is not fed, so systemd will restart the daemon unless the loop comes back")]
    private partial void LogStuck(string loop, TimeSpan busy);
}
