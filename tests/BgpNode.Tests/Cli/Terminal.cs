using System.Text;
using BgpNode.Cli;
using BgpNode.Options;
using BgpNode.Tests.Control;

namespace BgpNode.Tests.Cli;

/// <summary>Runs the command line in this process, with its own output, and with the socket of a node where there is one.</summary>
internal sealed class Terminal(string? socket = null)
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public string Input { get; init; } = "";

    public string ConfigFile { get; init; } = "/nonexistent/bgpnode.yaml";

    public bool Color { get; init; }

    public Func<string, IReadOnlyList<ConfigProblem>> CheckIntent { get; init; } = _ => [];

    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(socket is null ? args : [.. args, "--socket", socket], new CliEnvironment
    {
        Out = new StringWriter(_out),
        Error = new StringWriter(_error),
        In = () => new StringReader(Input),
        Color = Color,
        ConfigFile = ConfigFile,
        HostName = "Node1",
        CheckIntent = CheckIntent,
        AddRooms = (_, _) => throw new InvalidOperationException("no daemon in this test"),
    });

    /// <summary>Runs one verb against a node and says how it ended and what it printed.</summary>
    public static async Task<(int Exit, Terminal Screen)> AskAsync(FakeNode node, params string[] args)
    {
        await using RunningNode running = await RunningNode.StartAsync(node);
        var terminal = new Terminal(running.Socket);
        return (await terminal.RunAsync(args), terminal);
    }
}
