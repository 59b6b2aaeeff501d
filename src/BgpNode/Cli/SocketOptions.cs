using System.CommandLine;
using BgpNode.Options;

namespace BgpNode.Cli;

/// <summary>The options of every verb that asks the daemon: which socket, and what to print.</summary>
internal sealed class SocketOptions
{
    private readonly CliEnvironment _env;
    private readonly Option<string?> _socket = new("--socket")
    {
        Description = "The daemon's socket (default: 'control' of the configuration)",
        HelpName = "PATH",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "What to print",
        DefaultValueFactory = _ => "table",
    };

    public SocketOptions(CliEnvironment env)
    {
        _env = env;
        _output.AcceptOnlyFromAmong("table", "json");
    }

    public void AddTo(Command command, bool output = true)
    {
        command.Add(_socket);
        if (output)
        {
            command.Add(_output);
        }
    }

    public bool Json(ParseResult parsed) => parsed.GetValue(_output) == "json";

    public ControlClient Client(ParseResult parsed, TimeSpan longer = default) => new(Socket(parsed), longer);

    public string Socket(ParseResult parsed) =>
        parsed.GetValue(_socket) ?? NodeOptionsLoader.PeekControl(_env.ConfigFile) ?? NodeOptions.DefaultControl;
}
