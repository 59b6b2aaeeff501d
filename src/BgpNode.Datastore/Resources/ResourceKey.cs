namespace BgpNode.Datastore.Resources;

/// <summary>Names one resource.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Empty for global kinds.</param>
/// <param name="Name">Its name.</param>
public readonly record struct ResourceKey(ResourceKind Kind, string Namespace, string Name) : IComparable<ResourceKey>
{
    /// <summary>By kind, namespace and name: the order of lists.</summary>
    public int CompareTo(ResourceKey other)
    {
        int order = Kind.CompareTo(other.Kind);
        order = order != 0 ? order : string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    public static bool operator <(ResourceKey left, ResourceKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ResourceKey left, ResourceKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ResourceKey left, ResourceKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ResourceKey left, ResourceKey right) => left.CompareTo(right) >= 0;

    /// <summary><c>BGPPeer tor</c>, <c>WorkloadEndpoint default/web</c>.</summary>
    public override string ToString() => Namespace.Length > 0 ? $"{Kind} {Namespace}/{Name}" : $"{Kind} {Name}";
}
