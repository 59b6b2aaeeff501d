namespace BgpNode.Protocol.Wire;

/// <summary>The speaker marks the beginning and end of a refresh, RFC 7313 §3.1.</summary>
public sealed record EnhancedRouteRefreshCapability() : Capability((byte)CapabilityCode.EnhancedRouteRefresh)
{
    private protected override void WriteValue(ref WireWriter writer)
    {
        // The code says it all.
    }
}
