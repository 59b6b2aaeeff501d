using System.Diagnostics;
using Xunit;

namespace BgpNode.Conformance.Lab;

/// <summary>Runs short-lived commands.</summary>
internal static class Shell
{
    /// <summary>Runs a command that must succeed and returns its output.</summary>
    public static async Task<string> RunAsync(IReadOnlyList<string> command, string input = "")
    {
        (int code, string output, string error) = await TryAsync(command, input);
        Assert.True(code == 0, $"{string.Join(' ', command)} ended with {code}: {error}{output}");
        return output;
    }

    /// <summary>Runs a command that may fail.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(IReadOnlyList<string> command, string input = "")
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using Process process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
        Task<string> error = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Ended without reading its input; the exit code tells.
        }

        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output, await error);
    }
}
