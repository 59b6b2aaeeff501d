namespace BgpNode.Datastore.Resources;

/// <summary>Kind of session a rule applies to; written <c>eBGP</c>, <c>iBGP</c>.</summary>
public enum FilterPeerType
{
    Ebgp,
    Ibgp,
}
