using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using BgpNode.Cli.Verbs;
using BgpNode.Demo;

namespace BgpNode.Cli;

/// <summary>The command line: one verb a file in <c>Verbs/</c>, exit codes of <see cref="ExitCode"/>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(CliEnvironment env) => new("Puts workload addresses into the kernel and into BGP, and can tell why.")
    {
        RunCommand.Create(env),
        StatusCommand.Create(env),
        PeersCommand.Create(env),
        RoutesCommand.Create(env),
        FibCommand.Create(env),
        EndpointsCommand.Create(env),
        ExplainCommand.Create(env),
        GetCommand.Create(env),
        ApplyCommand.Create(env),
        DeleteCommand.Create(env),
        ResetCommand.Create(env),
        RefreshCommand.Create(env),
        ReleaseCommand.Create(env),
        DrainCommand.Create(env),
        ConfigCommand.Create(env),
        DemoCommand.Create(),
        VersionCommand.Create(env),
        CompletionCommand.Create(env),
    };

    public static async Task<int> RunAsync(string[] args, CliEnvironment env)
    {
        ParseResult parsed = Create(env).Parse(args);
        // Not "Errors.Count > 0": the completion directive yields errors as well, and must run.
        if (parsed.Action is ParseErrorAction)
        {
            await env.Error.WriteLineAsync($"bgpnode: {OneLine(parsed.Errors[0].Message)}; '{PathOf(parsed.CommandResult)} --help' shows how");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = env.Out,
                Error = env.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // the host of 'run' handles signals itself, and may take longer
            });
        }
        catch (CliException e)
        {
            Tell(env, e);
            return e.ExitCode;
        }
    }

    // As it is typed: bgpnode demo up.
    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "bgpnode";

    /// <summary>The library lists allowed words below each other.</summary>
    private static string OneLine(string message) =>
        Output.Plain.Text(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.'));

    private static void Tell(CliEnvironment env, CliException e)
    {
        env.Error.WriteLine($"bgpnode: {Output.Plain.Text(e.Message)}");
        foreach (string detail in e.Details)
        {
            env.Error.WriteLine($"  {Output.Plain.Text(detail)}");
        }

        if (e.Next is not null)
        {
            env.Error.WriteLine($"  {Output.Plain.Text(e.Next)}");
        }
    }
}
