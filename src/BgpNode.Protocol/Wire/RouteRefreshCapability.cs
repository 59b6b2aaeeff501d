namespace BgpNode.Protocol.Wire;

/// <summary>The speaker answers ROUTE-REFRESH, RFC 2918 §2.</summary>
public sealed record RouteRefreshCapability() : Capability((byte)CapabilityCode.RouteRefresh)
{
    private protected override void WriteValue(ref WireWriter writer)
    {
        // The code says it all.
    }
}
