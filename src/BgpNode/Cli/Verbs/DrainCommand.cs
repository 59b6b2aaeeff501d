using System.CommandLine;
using System.Globalization;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode drain [--wait SECONDS] [--reason TEXT] | drain --end</c>: out of service without losing a packet, and back.</summary>
internal static class DrainCommand
{
    private const double DefaultWait = 10;

    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var wait = new Option<double>("--wait") { Description = "Seconds for neighbours to find another way (RFC 8326)", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultWait };
        var reason = new Option<string?>("--reason") { Description = "Sent to the neighbours as shutdown message (RFC 9003)", HelpName = "TEXT" };
        var end = new Option<bool>("--end") { Description = "Go back into service" };
        var command = new Command("drain", "Take this node out of service: last choice first, then no sessions") { wait, reason, end };
        socket.AddTo(command, output: false);
        command.SetAction((parsed, cancel) =>
        {
            if (parsed.GetValue(end))
            {
                return CommandVerb.RunAsync(env, socket, parsed, HttpMethod.Delete, "/v1/drain", cancel);
            }

            double seconds = parsed.GetValue(wait);
            string query = parsed.GetValue(reason) is { } text ? $"&reason={Uri.EscapeDataString(text)}" : "";
            return CommandVerb.RunAsync(
                env, socket, parsed, HttpMethod.Post, $"/v1/drain?wait={seconds.ToString(CultureInfo.InvariantCulture)}{query}", cancel, TimeSpan.FromSeconds(Math.Max(0, seconds)));
        });
        return command;
    }
}
