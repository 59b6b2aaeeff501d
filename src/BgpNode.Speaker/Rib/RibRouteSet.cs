namespace BgpNode.Speaker.Rib;

/// <summary>Which paths a query means.</summary>
public enum RibRouteSet
{
    /// <summary>Every usable path.</summary>
    All,

    /// <summary>The selected path of each prefix.</summary>
    Best,

    /// <summary>The Adj-RIB-In of one neighbour: before policy, refused ones with the reason.</summary>
    Received,

    /// <summary>What one neighbour was sent.</summary>
    Sent,
}
