using System.CommandLine;
using System.Text.Json;
using BgpNode.Options;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode config check</c>: every mistake of the configuration and of the intent directory, at once.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliEnvironment env)
    {
        Option<string> config = ConfigOption(env);
        var output = new Option<string>("--output", "-o") { Description = "What to print", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "table", "json");
        var check = new Command("check", "Judge the configuration and the intent directory; nothing is applied") { config, output };
        check.SetAction(parsed => Check(env, parsed.GetValue(config)!, json: parsed.GetValue(output) == "json"));
        return new Command("config", "The node's own configuration") { check };
    }

    /// <summary>The option that names the node's file.</summary>
    public static Option<string> ConfigOption(CliEnvironment env) =>
        new("--config") { Description = "The node's configuration", HelpName = "FILE", DefaultValueFactory = _ => env.ConfigFile };

    private static int Check(CliEnvironment env, string file, bool json)
    {
        NodeOptionsResult result = NodeOptionsLoader.Load(file, env.HostName);
        List<ConfigProblem> problems = [.. result.Problems];
        if (result.Options?.Datastore is DirectoryOptions { Directory: var directory })
        {
            problems.AddRange(env.CheckIntent(directory));
        }

        bool failed = problems.Any(p => p.Severity == ConfigSeverity.Error);
        if (json)
        {
            env.Out.WriteLine(JsonSerializer.Serialize(new ConfigCheckView(!failed, problems), ConfigJson.Readable.ConfigCheckView));
        }
        else
        {
            foreach (ConfigProblem problem in problems)
            {
                env.Out.WriteLine(problem);
            }

            if (!failed)
            {
                env.Out.WriteLine("ok");
            }
        }

        return failed ? ExitCode.Usage : ExitCode.Ok;
    }
}
