namespace BgpNode.Datastore.Resources;

/// <summary>A neighbour, or a rule that makes neighbours.</summary>
public sealed record BgpPeerResource(Metadata Metadata, BgpPeerSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.BGPPeer;
}
