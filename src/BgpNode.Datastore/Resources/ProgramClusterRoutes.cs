namespace BgpNode.Datastore.Resources;

/// <summary>Which routes to the cluster's blocks the BGP daemon writes, rather than Felix.</summary>
public enum ProgramClusterRoutes
{
    Enabled,
    Disabled,
    EnabledIPIPOnly,
    EnabledNoEncapOnly,
}
