namespace BgpNode.Control.Views;

/// <summary>Where intent comes from and how fresh it is.</summary>
public sealed record DatastoreView
{
    /// <summary><c>directory</c> or <c>etcd</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The directory, or the endpoints with commas between.</summary>
    public required string Location { get; init; }

    public required bool Connected { get; init; }

    /// <summary>The store's revision of the intent in force: etcd's number, a hash of a directory's files; empty before the first list.</summary>
    public required string Revision { get; init; }

    public DateTimeOffset? LastChange { get; init; }

    /// <summary>True while the intent in force was read from the local snapshot, because the store has not answered yet.</summary>
    public bool FromSnapshot { get; init; }

    public IReadOnlyList<ProblemView> Problems { get; init; } = [];
}
