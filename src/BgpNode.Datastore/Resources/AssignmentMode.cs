namespace BgpNode.Datastore.Resources;

/// <summary>Whether addresses of a pool are given out without being asked for by name.</summary>
public enum AssignmentMode
{
    Automatic,
    Manual,
}
