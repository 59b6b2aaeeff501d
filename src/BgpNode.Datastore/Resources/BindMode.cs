namespace BgpNode.Datastore.Resources;

/// <summary>On which addresses to listen: all of them, or the node's own.</summary>
public enum BindMode
{
    None,
    NodeIP,
}
