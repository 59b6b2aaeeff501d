using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode fib</c>: wanted kernel routes and where each stands.</summary>
internal static class FibCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var command = new Command("fib", "Kernel routes: wanted, installed, pending, failed");
        socket.AddTo(command);
        command.SetAction((parsed, cancel) =>
            new ReadVerb(env, socket).RunAsync(parsed, "/v1/fib", ControlJson.Readable.FibView, Show, cancel));
        return command;
    }

    private static void Show(Screen screen, FibView fib) => screen.Table(
        ["PREFIX", "VIA", "TABLE", "METRIC", "STATE", "REPAIRED", "SOURCE", "ERROR"],
        fib.Routes.Select(r => new Cell[]
        {
            r.Prefix, string.Join(", ", r.Via), r.Table, r.Metric, State(r.State), r.Repaired, r.Source, r.Error,
        }));

    private static Cell State(string state) => new(state, state switch
    {
        "installed" => Tone.Good,
        "failed" => Tone.Bad,
        _ => Tone.Warn,
    });
}
