namespace BgpNode.Datastore.Resources;

/// <summary>One interface of one container or machine, with its addresses.</summary>
public sealed record WorkloadEndpointResource(Metadata Metadata, WorkloadEndpointSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.WorkloadEndpoint;
}
