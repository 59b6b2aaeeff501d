namespace BgpNode.Datastore.Resources;

/// <summary>When packets to a pool's addresses are wrapped.</summary>
public enum EncapsulationMode
{
    Never,
    Always,
    CrossSubnet,
}
