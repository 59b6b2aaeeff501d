namespace BgpNode.Datastore.Resources;

/// <summary>What a pool's addresses are for.</summary>
public enum IpPoolUse
{
    Workload,
    Tunnel,
    LoadBalancer,
}
