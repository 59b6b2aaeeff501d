using System.Diagnostics;

namespace BgpNode.Demo.Tools;

/// <summary>Runs short-lived commands and finds programs.</summary>
internal static class Tool
{
    // Routers are installed in sbin, which is not on every user's PATH.
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>The path of a program, or null when it is not installed.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a command to its end; <paramref name="input"/> becomes its standard input.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the command has been ended.</exception>
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancel)
    {
        using Process process = Start(command);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
            Task<string> error = process.StandardError.ReadToEndAsync(cancel);
            await WriteInputAsync(process, input, cancel);
            await process.WaitForExitAsync(cancel);
            return new ToolResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public static Task<ToolResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancel) => RunAsync(command, "", cancel);

    /// <summary>Starts a command whose three streams are ours.</summary>
    public static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }

    private static async Task WriteInputAsync(Process process, string input, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading its input; its exit code tells the story.
        }
    }
}
