namespace BgpNode.Datastore.Resources;

/// <summary>What to do with a peer that sends too much.</summary>
public enum MaxPrefixesAction
{
    Warn,
    Block,
    Restart,
}
