namespace BgpNode.Demo.Tools;

/// <summary>What an external command said.</summary>
internal readonly record struct ToolResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The first line of what went wrong, for a sentence.</summary>
    public string Reason
    {
        get
        {
            string text = Error.Trim().Length > 0 ? Error.Trim() : Output.Trim();
            return text.Length > 0 ? text.Split('\n')[0] : $"exit code {ExitCode}";
        }
    }
}
