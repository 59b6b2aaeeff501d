namespace BgpNode.Datastore.Resources;

/// <summary>A host of the cluster; its labels are what node selectors look at.</summary>
public sealed record NodeResource(Metadata Metadata, NodeSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.Node;
}
