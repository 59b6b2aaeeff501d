namespace BgpNode.Options;

/// <summary>One finding about a file that people write.</summary>
/// <param name="Source">The file as it was named.</param>
/// <param name="Line">From 1; 0 when the file could not be read at all.</param>
/// <param name="Column">From 1; 0 when the file could not be read at all.</param>
/// <param name="Path">The setting, as <c>datastore.etcd.endpoints[0]</c>; empty when it is about the whole file.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
/// <param name="Severity">Error or warning.</param>
public sealed record ConfigProblem(
    string Source, int Line, int Column, string Path, string Message, ConfigSeverity Severity = ConfigSeverity.Error)
{
    /// <summary><c>file:line:column: error: path: message</c>, which editors can jump to.</summary>
    public override string ToString()
    {
        string place = Line == 0 ? Source : $"{Source}:{Line}:{Column}";
        string severity = Severity == ConfigSeverity.Error ? "error" : "warning";
        return Path.Length == 0 ? $"{place}: {severity}: {Message}" : $"{place}: {severity}: {Path}: {Message}";
    }
}
