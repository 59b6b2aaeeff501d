namespace BgpNode.Datastore.Resources;

/// <summary>What every resource carries. Two are equal when their labels and annotations hold the same pairs.</summary>
/// <param name="Name">Unique within kind and namespace.</param>
/// <param name="Namespace">Empty for global kinds.</param>
/// <param name="Labels">What selectors look at.</param>
/// <param name="Annotations">Notes of other programs.</param>
/// <param name="Uid">Given by the store at creation.</param>
/// <param name="CreationTimestamp">As written, RFC 3339.</param>
public sealed record Metadata(
    string Name,
    string Namespace,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    string? Uid,
    string? CreationTimestamp)
{
    public bool Equals(Metadata? other) =>
        other is not null && Name == other.Name && Namespace == other.Namespace && Uid == other.Uid
        && CreationTimestamp == other.CreationTimestamp && Same(Labels, other.Labels) && Same(Annotations, other.Annotations);

    public override int GetHashCode() => HashCode.Combine(Name, Namespace, Uid, Labels.Count, Annotations.Count);

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out string? value) && value == pair.Value);
}
