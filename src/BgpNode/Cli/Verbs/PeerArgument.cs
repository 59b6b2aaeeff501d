using System.CommandLine;
using BgpNode.Options;

namespace BgpNode.Cli.Verbs;

/// <summary>A neighbour on the command line, completed with the names that the running daemon knows.</summary>
internal static class PeerArgument
{
    public static Argument<string> Required(CliEnvironment env, SocketOptions socket) =>
        Completed(new Argument<string>("peer") { Description = "Name or address of a neighbour", HelpName = "PEER" }, env, socket);

    public static Argument<string?> Optional(CliEnvironment env, SocketOptions socket) =>
        Completed(new Argument<string?>("name") { Description = "Name or address of a neighbour", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne }, env, socket);

    private static Argument<T> Completed<T>(Argument<T> argument, CliEnvironment env, SocketOptions socket)
    {
        argument.CompletionSources.Add(context =>
        {
            string path = context.ParseResult is { } parsed ? socket.Socket(parsed) : NodeOptionsLoader.PeekControl(env.ConfigFile) ?? NodeOptions.DefaultControl;
            using var client = new ControlClient(path);
            return [.. client.PeerNames().Select(n => new System.CommandLine.Completions.CompletionItem(n))];
        });
        return argument.NoOption();
    }
}
