namespace BgpNode.Datastore.Resources;

/// <summary>A typed resource that was judged right. Compares by value, so that a consumer can tell whether anything changed.</summary>
public abstract record Resource(Metadata Metadata)
{
    public abstract ResourceKind Kind { get; }

    public ResourceKey Key => new(Kind, Metadata.Namespace, Metadata.Name);
}
