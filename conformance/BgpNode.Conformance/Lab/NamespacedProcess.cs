using System.Diagnostics;
using System.Globalization;

namespace BgpNode.Conformance.Lab;

/// <summary>A long-lived process in a namespace, its output in a file. The process number is the program's own.</summary>
internal sealed class NamespacedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private NamespacedProcess(Process process, string logFile)
    {
        _process = process;
        LogFile = logFile;
    }

    public string LogFile { get; }

    public int Pid => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>What it ended with; only of one that has ended.</summary>
    public int ExitCode => _process.ExitCode;

    public static NamespacedProcess Start(NetworkNamespace netns, string logFile, IReadOnlyList<string> command, string workingFolder = "/")
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", logFile, "ip", "netns", "exec", netns.Name, .. command])
        {
            WorkingDirectory = workingFolder,
        };
        return new NamespacedProcess(Process.Start(start)!, logFile);
    }

    /// <summary>The end of the log, for a failure's text.</summary>
    public string Tail(int lines = 40) =>
        File.Exists(LogFile) ? $"{LogFile}:\n{string.Join('\n', File.ReadLines(LogFile).TakeLast(lines))}" : $"{LogFile}: empty";

    /// <summary>Ends it without a warning, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Asks it to end and waits; insists after a few seconds.</summary>
    public async Task StopAsync()
    {
        if (IsRunning)
        {
            await Shell.TryAsync(["/bin/kill", "-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(Grace);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }
}
