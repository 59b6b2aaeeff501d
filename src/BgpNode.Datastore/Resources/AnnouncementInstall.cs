namespace BgpNode.Datastore.Resources;

/// <summary>Which route stands under an announcement in the kernel.</summary>
public enum AnnouncementInstall
{
    None,
    Blackhole,
}
