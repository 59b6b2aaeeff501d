namespace BgpNode.Observability;

/// <summary>The numbers of the intent's side.</summary>
public sealed record StoreSample
{
    /// <summary><c>directory</c> or <c>etcd</c>.</summary>
    public string Store { get; init; } = "directory";

    public bool Up { get; init; }

    /// <summary>Of the intent in force; null where revisions are not numbers, as in a directory.</summary>
    public long? Revision { get; init; }

    /// <summary>Resources that the store lost at once and that stay in force.</summary>
    public long Held { get; init; }

    /// <summary>Changes seen, by kind: <c>put</c>, <c>delete</c>.</summary>
    public IReadOnlyList<LabelledCount> Events { get; init; } = [];

    /// <summary>Full lists after the first, by reason: <c>compacted</c>, <c>reconnected</c>, <c>audit</c>.</summary>
    public IReadOnlyList<LabelledCount> Relists { get; init; } = [];
}
