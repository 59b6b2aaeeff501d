namespace BgpNode.Datastore.Resources;

/// <summary>An ordered list of rules that peers refer to by name.</summary>
public sealed record BgpFilterResource(Metadata Metadata, BgpFilterSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.BGPFilter;
}
