using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using BgpNode.Cli.Output;

namespace BgpNode.Cli.Verbs;

/// <summary>What every reading verb does: ask, print as JSON or as a table, judge.</summary>
internal sealed class ReadVerb(CliEnvironment env, SocketOptions socket)
{
    /// <param name="parsed">The command line.</param>
    /// <param name="path">What to ask.</param>
    /// <param name="type">How to read the answer.</param>
    /// <param name="show">Prints the answer for people.</param>
    /// <param name="judge">The exit code of the answer.</param>
    /// <param name="cancel">Ends the question.</param>
    public async Task<int> RunAsync<T>(
        ParseResult parsed, string path, JsonTypeInfo<T> type, Action<Screen, T> show, Func<T, int> judge, CancellationToken cancel)
    {
        using ControlClient client = socket.Client(parsed);
        (string body, T view) = await client.GetAsync(path, type, cancel);
        if (socket.Json(parsed))
        {
            await env.Out.WriteLineAsync(Json.Indent(body));
        }
        else
        {
            show(new Screen(env), view);
        }

        return judge(view);
    }

    public Task<int> RunAsync<T>(ParseResult parsed, string path, JsonTypeInfo<T> type, Action<Screen, T> show, CancellationToken cancel) =>
        RunAsync(parsed, path, type, show, _ => ExitCode.Ok, cancel);
}
