namespace BgpNode.Routing.Export;

/// <summary>Why a best path is not sent to a neighbour.</summary>
public enum ExportRefusal : byte
{
    /// <summary>It is sent.</summary>
    None,

    /// <summary>There is no best path.</summary>
    NoPath,

    /// <summary>The neighbour gets nothing, or only what this node owns.</summary>
    Scope,

    /// <summary>A route of this node that is not to be announced, or not yet: the kernel has not confirmed it.</summary>
    NotAnnounced,

    /// <summary>The path came from this neighbour.</summary>
    SplitHorizon,

    /// <summary>Learned from an internal neighbour, not to be told to another one (RFC 4271 §9.2, RFC 4456 §6).</summary>
    InternalToInternal,

    /// <summary>NO_EXPORT or NO_EXPORT_SUBCONFED (RFC 1997).</summary>
    NoExport,

    /// <summary>NO_ADVERTISE (RFC 1997).</summary>
    NoAdvertise,

    /// <summary>For customers only, and the neighbour is none (RFC 9234 §5, egress 2).</summary>
    OnlyToCustomer,

    /// <summary>We have no next hop that the neighbour understands.</summary>
    NextHop,

    /// <summary>The attributes do not fit a message.</summary>
    TooLong,
}
