namespace BgpNode.Datastore.Resources;

/// <summary>Where a route must come from for a rule to apply.</summary>
public enum FilterSource
{
    RemotePeers,
}
