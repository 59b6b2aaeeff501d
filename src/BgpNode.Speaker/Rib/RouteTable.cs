namespace BgpNode.Speaker.Rib;

/// <summary>Which table a <see cref="RouteQuery"/> looks into.</summary>
public enum RouteTable
{
    /// <summary>The best path of each prefix.</summary>
    LocRib,

    /// <summary>What a neighbour sent, refused routes with the reason included (its Adj-RIB-In).</summary>
    Received,

    /// <summary>What a neighbour has from us (its Adj-RIB-Out).</summary>
    Sent,
}
