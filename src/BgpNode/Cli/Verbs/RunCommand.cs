using System.CommandLine;
using System.Net.Sockets;
using BgpNode.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode run</c>: the daemon, until SIGTERM or SIGINT.</summary>
internal static class RunCommand
{
    public static Command Create(CliEnvironment env)
    {
        Option<string> config = ConfigCommand.ConfigOption(env);
        var command = new Command("run", "Run the daemon") { config };
        command.SetAction((parsed, cancel) => RunAsync(env, parsed.GetValue(config)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(CliEnvironment env, string file, CancellationToken cancel)
    {
        NodeOptionsResult result = NodeOptionsLoader.Load(file, env.HostName);
        foreach (ConfigProblem problem in result.Problems)
        {
            await env.Error.WriteLineAsync(problem.ToString());
        }

        if (result.Options is null)
        {
            return ExitCode.Usage;
        }

        await using WebApplication app = NodeHost.Build(result.Options, env.AddRooms);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            // A listener that cannot be had: the sentence is the operator's, a stack trace is not.
            throw new CliException(ExitCode.NotFound, $"the daemon cannot start: {e.Message}");
        }

        await app.WaitForShutdownAsync(cancel);
        return ExitCode.Ok;
    }
}
