namespace BgpNode.Cli;

/// <summary>Ends a command with a sentence and an exit code; caught where the command line runs.</summary>
internal sealed class CliException(int exitCode, string message, string? next = null) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>What the user can do about it.</summary>
    public string? Next => next;

    /// <summary>Lines to print after the message, one finding each.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];
}
