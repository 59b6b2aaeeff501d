using System.CommandLine;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode reset PEER [--reason TEXT]</c>: ends the session and starts it again.</summary>
internal static class ResetCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        Argument<string> peer = PeerArgument.Required(env, socket);
        var reason = new Option<string?>("--reason") { Description = "Sent to the neighbour as its shutdown message (RFC 9003)", HelpName = "TEXT" };
        var command = new Command("reset", "End a session and start it again") { peer, reason };
        socket.AddTo(command, output: false);
        command.SetAction((parsed, cancel) =>
        {
            string query = parsed.GetValue(reason) is { } text ? $"?reason={Uri.EscapeDataString(text)}" : "";
            return CommandVerb.RunAsync(
                env, socket, parsed, HttpMethod.Post, $"/v1/peers/{Uri.EscapeDataString(parsed.GetValue(peer)!)}/reset{query}", cancel);
        });
        return command;
    }
}
