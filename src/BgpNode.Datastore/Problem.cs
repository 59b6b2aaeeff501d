using BgpNode.Datastore.Resources;

namespace BgpNode.Datastore;

/// <summary>One thing that is wrong with the intent, and what to write instead.</summary>
/// <param name="Source">The file's path, or the etcd key.</param>
/// <param name="Line">Line from 1, within the file or the value; 0 when it concerns the whole source.</param>
/// <param name="Column">Column from 1; 0 with <paramref name="Line"/> 0.</param>
/// <param name="Path">The field, such as <c>spec.importV4[0].cidr</c>; empty for the whole document.</param>
/// <param name="Message">What is wrong and what to write instead; no full stop.</param>
public sealed record Problem(string Source, int Line, int Column, string Path, string Message)
{
    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>The resource it concerns, when the document said so much.</summary>
    public ResourceKey? Resource { get; init; }

    /// <summary>The form compilers use, so that editors and terminals make it a link.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? $"{Source}:{Line}:{Column}" : Source;
        string field = Path.Length > 0 ? $"{Path}: " : "";
        return $"{place}: {(Severity == Severity.Error ? "error" : "warning")}: {field}{Message}";
    }
}
