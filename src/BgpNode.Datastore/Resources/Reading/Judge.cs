using BgpNode.Datastore.Documents;

namespace BgpNode.Datastore.Resources.Reading;

/// <summary>Collects what is wrong with one document.</summary>
internal sealed class Judge(string source, UnknownFields unknown)
{
    public List<Problem> Problems { get; } = [];

    /// <summary>Paths of fields we do not know, where they are allowed.</summary>
    public List<EquatableList<string>> Unknown { get; } = [];

    /// <summary>Named in every problem from here on.</summary>
    public ResourceKey? Resource { get; set; }

    public bool RefusesUnknown => unknown == UnknownFields.Refused;

    public bool HasErrors => Problems.Exists(problem => problem.Severity == Severity.Error);

    public void Error(DocumentNode at, string path, string message) => Error(at.Line, at.Column, path, message);

    public void Error(int line, int column, string path, string message) =>
        Problems.Add(new Problem(source, line, column, path, message) { Resource = Resource });

    public void Warning(DocumentNode at, string path, string message) =>
        Problems.Add(new Problem(source, at.Line, at.Column, path, message) { Resource = Resource, Severity = Severity.Warning });
}
