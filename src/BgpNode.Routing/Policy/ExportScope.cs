namespace BgpNode.Routing.Policy;

/// <summary>Which routes may go to a neighbour before its filters are asked.</summary>
public enum ExportScope
{
    /// <summary>What this node or its pools own: never transit.</summary>
    OwnOnly,

    /// <summary>Every best route.</summary>
    All,

    /// <summary>Nothing (RFC 8212: an external neighbour without an export policy).</summary>
    None,
}
