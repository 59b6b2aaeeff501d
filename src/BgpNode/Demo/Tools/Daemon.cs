using System.Diagnostics;
using System.Globalization;

namespace BgpNode.Demo.Tools;

/// <summary>Starts and ends the long-lived processes of the lab.</summary>
internal static class Daemon
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Starts a command in a namespace, in a session of its own (Ctrl-C on our terminal is not meant for it), its output
    /// appended to a file. Every step replaces the one before, so the process number is the daemon's own.
    /// </summary>
    public static ProcessIdentity Launch(string netns, string logFile, IReadOnlyList<string> command)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", logFile, "setsid", "ip", "netns", "exec", netns, .. command]))
            ?? throw new InvalidOperationException("/bin/sh did not start.");
        // Already gone: an identity that matches no process, which is what the caller will find out.
        return ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, -1);
    }

    /// <summary>Asks the processes to end, waits a moment, then insists. Others that got their numbers are left alone.</summary>
    public static async Task EndAsync(IReadOnlyCollection<ProcessIdentity> processes, CancellationToken cancel)
    {
        await SignalAsync("TERM", processes, cancel);
        if (!await WaitForEndAsync(processes, cancel))
        {
            await SignalAsync("KILL", processes, cancel);
            await WaitForEndAsync(processes, cancel);
        }
    }

    private static async Task SignalAsync(string signal, IEnumerable<ProcessIdentity> processes, CancellationToken cancel)
    {
        string[] pids = [.. processes.Where(p => p.IsRunning).Select(p => p.Pid.ToString(CultureInfo.InvariantCulture))];
        if (pids.Length > 0)
        {
            await Tool.RunAsync(["/bin/sh", "-c", "kill -s \"$0\" \"$@\"", signal, .. pids], cancel);
        }
    }

    private static async Task<bool> WaitForEndAsync(IReadOnlyCollection<ProcessIdentity> processes, CancellationToken cancel)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (processes.Any(p => p.IsRunning))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Grace)
            {
                return false;
            }

            await Task.Delay(Look, TimeProvider.System, cancel);
        }

        return true;
    }
}
