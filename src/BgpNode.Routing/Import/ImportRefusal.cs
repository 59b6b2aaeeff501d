namespace BgpNode.Routing.Import;

/// <summary>Why a received route is kept but not used.</summary>
public enum ImportRefusal : byte
{
    /// <summary>It is used.</summary>
    None,

    /// <summary>Policy takes nothing from this neighbour (RFC 8212).</summary>
    NoImportPolicy,

    /// <summary>Our AS stands in AS_PATH more often than allowed (RFC 4271 §9.1.2).</summary>
    AsLoop,

    /// <summary>AS_PATH of an external neighbour does not begin with its AS (RFC 4271 §6.3).</summary>
    FirstAs,

    /// <summary>ORIGINATOR_ID is our own (RFC 4456 §8).</summary>
    OriginatorLoop,

    /// <summary>Our cluster stands in CLUSTER_LIST (RFC 4456 §8).</summary>
    ClusterLoop,

    /// <summary>The next hop is our own address (RFC 4271 §5.1.3).</summary>
    OwnNextHop,

    /// <summary>It was given to customers only, and comes from somebody to whom that should not lead (RFC 9234 §5, ingress 1 and 2).</summary>
    RouteLeak,

    /// <summary>A filter rule rejected it.</summary>
    Filter,
}
