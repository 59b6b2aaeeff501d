namespace BgpNode.Datastore.Resources;

/// <summary>Prefixes that chosen nodes announce though no workload holds them.</summary>
public sealed record AnnouncementResource(Metadata Metadata, AnnouncementSpec Spec) : Resource(Metadata)
{
    public override ResourceKind Kind => ResourceKind.Announcement;
}
