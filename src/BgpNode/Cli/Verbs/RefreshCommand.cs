using System.CommandLine;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode refresh PEER [--in|--out]</c>: goes through the routes again, the session stays up.</summary>
internal static class RefreshCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        Argument<string> peer = PeerArgument.Required(env, socket);
        var inbound = new Option<bool>("--in") { Description = "Only ask for the neighbour's routes again (RFC 2918)" };
        var outbound = new Option<bool>("--out") { Description = "Only send ours again" };
        var command = new Command("refresh", "Go through a neighbour's routes again") { peer, inbound, outbound };
        socket.AddTo(command, output: false);
        command.SetAction((parsed, cancel) =>
        {
            string direction = (parsed.GetValue(inbound), parsed.GetValue(outbound)) switch
            {
                (true, false) => "in",
                (false, true) => "out",
                _ => "both",
            };
            return CommandVerb.RunAsync(
                env, socket, parsed, HttpMethod.Post,
                $"/v1/peers/{Uri.EscapeDataString(parsed.GetValue(peer)!)}/refresh?direction={direction}", cancel);
        });
        return command;
    }
}
