namespace BgpNode.Datastore.Resources;

/// <summary>BGP settings: <c>default</c> for the cluster, <c>node.&lt;name&gt;</c> for one node.</summary>
public sealed record BgpConfigurationResource(Metadata Metadata, BgpConfigurationSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.BGPConfiguration;
}
