namespace BgpNode.Datastore.Resources;

/// <summary>What happens to the next hop of routes sent to a peer.</summary>
public enum NextHopMode
{
    Auto,
    Self,
    Keep,
}
