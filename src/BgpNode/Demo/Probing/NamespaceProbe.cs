using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BgpNode.Demo.Tools;
using BgpNode.Net;

namespace BgpNode.Demo.Probing;

/// <summary>Probes from within a namespace, by running this program there.</summary>
internal static class NamespaceProbe
{
    private const int AskEveryMs = 50;

    /// <summary>Asks addresses until each answers or time is up. No reports at all when the probe itself could not run.</summary>
    public static async Task<IReadOnlyList<EchoReport>> AskAsync(string netns, IEnumerable<Address> targets, TimeSpan within, CancellationToken cancel)
    {
        ToolResult result = await Tool.RunAsync(
            [.. Command(netns, targets), "--within-ms", Text(within.TotalMilliseconds), "--interval-ms", Text(AskEveryMs)], cancel);
        return Parse(result.Output);
    }

    /// <summary>Starts a steady stream to one address; dispose it to end it.</summary>
    public static Process StartStream(string netns, Address target, TimeSpan interval) =>
        Tool.Start([.. Command(netns, [target]), "--stream", "--interval-ms", Text(interval.TotalMilliseconds)]);

    /// <summary>Ends a stream and returns what it met, or null when it died on the way.</summary>
    public static async Task<EchoReport?> EndStreamAsync(Process stream, CancellationToken cancel)
    {
        stream.StandardInput.Close();
        string output = await stream.StandardOutput.ReadToEndAsync(cancel);
        await stream.WaitForExitAsync(cancel);
        return Parse(output) is [var report] ? report : null;
    }

    private static IEnumerable<string> Command(string netns, IEnumerable<Address> targets) =>
        ["ip", "netns", "exec", netns, .. Self.Command, "demo", "probe", .. targets.Select(t => t.ToString())];

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static EchoReport[] Parse(string output)
    {
        try
        {
            return JsonSerializer.Deserialize(output, EchoReportJson.Default.EchoReportArray) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
