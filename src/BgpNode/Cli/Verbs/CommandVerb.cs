using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary>What every verb that tells the daemon to do something does: tell it, print what it said.</summary>
internal static class CommandVerb
{
    public static async Task<int> RunAsync(
        CliEnvironment env, SocketOptions socket, ParseResult parsed, HttpMethod method, string path, CancellationToken cancel, TimeSpan longer = default)
    {
        using ControlClient client = socket.Client(parsed, longer);
        CommandView done = await client.SendAsync(method, path, null, ControlJson.Readable.CommandView, cancel);
        await env.Out.WriteLineAsync(Plain.Text(done.Detail));
        return ExitCode.Ok;
    }
}
