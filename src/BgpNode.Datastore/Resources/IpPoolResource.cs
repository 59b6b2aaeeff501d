namespace BgpNode.Datastore.Resources;

/// <summary>A range from which workloads get addresses.</summary>
public sealed record IpPoolResource(Metadata Metadata, IpPoolSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.IPPool;
}
