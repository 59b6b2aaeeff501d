using System.CommandLine;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode completion bash</c>: a function for the shell that asks this program, which knows its own verbs.</summary>
internal static class CompletionCommand
{
    // Lines that begin with '/' are the help option's Windows names.
    private const string Bash = """
        _bgpnode() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null | grep -v '^/')" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _bgpnode bgpnode
        """;

    public static Command Create(CliEnvironment env)
    {
        var bash = new Command("bash", "source <(bgpnode completion bash)");
        bash.SetAction(_ => env.Out.WriteLine(Bash));
        return new Command("completion", "Completion for a shell") { bash };
    }
}
