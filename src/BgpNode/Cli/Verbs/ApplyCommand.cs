using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode apply -f FILE</c>: creates or replaces resources; a file with a mistake changes nothing.</summary>
internal static class ApplyCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var file = new Option<string>("--file", "-f") { Description = "YAML or JSON; - reads standard input", HelpName = "FILE", Required = true };
        var command = new Command("apply", "Create or replace resources") { file };
        socket.AddTo(command, output: false);
        command.SetAction(async (parsed, cancel) =>
        {
            string text = await ReadAsync(env, parsed.GetValue(file)!, cancel);
            using ControlClient client = socket.Client(parsed);
            ApplyView view = await client.SendAsync(HttpMethod.Post, "/v1/apply", text, ControlJson.Readable.ApplyView, cancel);
            foreach (ProblemView warning in view.Problems)
            {
                await env.Error.WriteLineAsync(Plain.Text(Words.Problem(warning)));
            }

            foreach (ApplyOutcomeView outcome in view.Resources)
            {
                string name = outcome.Namespace is null ? outcome.Name : $"{outcome.Namespace}/{outcome.Name}";
                await env.Out.WriteLineAsync($"{outcome.Action} {outcome.Kind} {name}");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<string> ReadAsync(CliEnvironment env, string file, CancellationToken cancel)
    {
        try
        {
            return file == "-" ? await env.In().ReadToEndAsync(cancel) : await File.ReadAllTextAsync(file, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Usage, $"{file} cannot be read: {e.Message}");
        }
    }
}
