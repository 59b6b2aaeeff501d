using System.Diagnostics;
using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab;

/// <summary>A stream of echo requests from a namespace while a test does something.</summary>
internal sealed class EchoProbe : IDisposable
{
    private readonly Process _process;

    private EchoProbe(Process process) => _process = process;

    /// <param name="from">Who sends.</param>
    /// <param name="target">Who answers.</param>
    /// <param name="interval">Milliseconds between two requests.</param>
    public static EchoProbe Start(NetworkNamespace from, string target, int interval = 5) => new(Process.Start(new ProcessStartInfo(
        "ip", ["netns", "exec", from.Name, BgpNodeDaemon.Executable, "demo", "probe", target, "--stream", "--interval-ms", $"{interval}"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    /// <summary>Ends it; how many were sent and answered.</summary>
    public async Task<(long Sent, long Received)> EndAsync()
    {
        _process.StandardInput.Close();
        string output = await _process.StandardOutput.ReadToEndAsync();
        JsonNode report = JsonNode.Parse(output)![0]!;
        return (report["sent"]!.GetValue<long>(), report["received"]!.GetValue<long>());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
