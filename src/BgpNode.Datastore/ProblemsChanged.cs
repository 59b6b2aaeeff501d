namespace BgpNode.Datastore;

/// <summary>The list of problems is now this one.</summary>
public sealed record ProblemsChanged(IReadOnlyList<Problem> Problems) : DatastoreEvent;
