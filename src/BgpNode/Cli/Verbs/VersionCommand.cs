using System.CommandLine;
using System.Text.Json;
using BgpNode.Observability;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(CliEnvironment env)
    {
        var output = new Option<string>("--output", "-o") { Description = "What to print", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("version", "What was built") { output };
        command.SetAction(parsed =>
        {
            var view = new VersionView(BuildInfo.Version, BuildInfo.Commit, BuildInfo.Runtime);
            env.Out.WriteLine(parsed.GetValue(output) == "json"
                ? JsonSerializer.Serialize(view, ConfigJson.Readable.VersionView)
                : $"bgpnode {view.Version} ({view.Commit}), {view.Runtime}");
        });
        return command;
    }
}
