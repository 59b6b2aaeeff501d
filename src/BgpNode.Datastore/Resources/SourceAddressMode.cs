namespace BgpNode.Datastore.Resources;

/// <summary>From which address a session is opened.</summary>
public enum SourceAddressMode
{
    UseNodeIP,
    None,
}
