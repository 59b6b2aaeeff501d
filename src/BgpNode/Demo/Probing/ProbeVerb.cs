using System.Text.Json;
using BgpNode.Cli;
using BgpNode.Net;

namespace BgpNode.Demo.Probing;

/// <summary>
/// <c>bgpnode demo probe</c>: the lab starts it inside a namespace. It asks each address until it answers, or, as a stream,
/// until its standard input ends; the reports are one line of JSON.
/// </summary>
internal static class ProbeVerb
{
    public static async Task<int> RunAsync(IReadOnlyList<string> addresses, TimeSpan within, TimeSpan interval, bool stream, CancellationToken cancel)
    {
        var targets = new List<Address>();
        foreach (string text in addresses)
        {
            if (!Address.TryParse(text, out Address address))
            {
                await Console.Error.WriteLineAsync($"\"{text}\" is not an IP address.");
                return ExitCode.NotFound;
            }

            targets.Add(address);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task endOfInput = stream ? StopAtEndOfInputAsync(ended) : Task.CompletedTask;
        EchoReport[] reports = await Task.WhenAll(targets.Select(target => new EchoStream(target, interval)).Select(echo =>
            stream ? echo.UntilStoppedAsync(ended.Token) : echo.UntilAnsweredAsync(within, ended.Token)));
        await endOfInput;
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(reports, EchoReportJson.Default.EchoReportArray));
        return reports.All(r => r.Answered) ? ExitCode.Ok : ExitCode.CheckFailed;
    }

    private static async Task StopAtEndOfInputAsync(CancellationTokenSource stop)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        try
        {
            await input.ReadToEndAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await stop.CancelAsync();
    }
}
