using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode endpoints</c>: the workloads of this node.</summary>
internal static class EndpointsCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var command = new Command("endpoints", "Workload endpoints of this node");
        socket.AddTo(command);
        command.SetAction((parsed, cancel) =>
            new ReadVerb(env, socket).RunAsync(parsed, "/v1/endpoints", ControlJson.Readable.IReadOnlyListEndpointView, Show, cancel));
        return command;
    }

    private static void Show(Screen screen, IReadOnlyList<EndpointView> endpoints) => screen.Table(
        ["NAMESPACE", "NAME", "ADDRESSES", "INTERFACE", "STATE", "TOOK", "REASON"],
        endpoints.Select(e => new Cell[]
        {
            e.Namespace, e.Name, string.Join(", ", e.Addresses), e.Interface, State(e.State),
            e.ConvergenceSeconds is { } seconds ? Words.Latency(seconds) : "", e.Reason,
        }));

    private static Cell State(string state) => new(state, state switch
    {
        "ready" => Tone.Good,
        "failed" => Tone.Bad,
        _ => Tone.Warn,
    });
}
