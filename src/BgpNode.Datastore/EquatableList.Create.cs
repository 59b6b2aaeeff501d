namespace BgpNode.Datastore;

/// <summary>Makes <see cref="EquatableList{T}"/>, also from collection expressions.</summary>
public static class EquatableList
{
    public static EquatableList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? EquatableList<T>.Empty : new EquatableList<T>(items.ToArray());
}
