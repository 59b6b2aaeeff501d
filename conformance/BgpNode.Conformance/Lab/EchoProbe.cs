using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace BgpNode.Conformance.Lab;

/// <summary>A stream of echo requests from a namespace, one every few ms, while a test does something.</summary>
internal sealed class EchoProbe : IDisposable
{
    private readonly Process _process;

    private EchoProbe(Process process) => _process = process;

    public static EchoProbe Start(NetworkNamespace from, string target, int everyMs = 5) => new(Process.Start(new ProcessStartInfo(
        "ip", ["netns", "exec", from.Name, BgpNodeDaemon.Executable, "demo", "probe", target, "--stream", "--interval-ms", everyMs.ToString(CultureInfo.InvariantCulture)])
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
