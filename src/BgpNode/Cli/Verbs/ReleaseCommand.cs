using System.CommandLine;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode release</c>: lets the mass loss through that the brake holds.</summary>
internal static class ReleaseCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var command = new Command("release", "Let go what the store lost at once and the node holds");
        socket.AddTo(command, output: false);
        command.SetAction((parsed, cancel) => CommandVerb.RunAsync(env, socket, parsed, HttpMethod.Post, "/v1/intent/release", cancel));
        return command;
    }
}
