namespace BgpNode.Control;

/// <summary>Which paths a question about routes means.</summary>
public enum RouteSet
{
    /// <summary>Every accepted path, best or not.</summary>
    All,

    /// <summary>The selected path of each prefix.</summary>
    Best,

    /// <summary>What one neighbour sent, before policy, refused ones with the reason.</summary>
    Received,

    /// <summary>What one neighbour was sent.</summary>
    Sent,
}
