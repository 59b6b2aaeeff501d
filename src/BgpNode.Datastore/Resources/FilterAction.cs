namespace BgpNode.Datastore.Resources;

/// <summary>What a matching rule decides.</summary>
public enum FilterAction
{
    Accept,
    Reject,
}
