namespace BgpNode.Routing.Attributes;

/// <summary>What the rules ask of an attribute set often enough to be worth a bit.</summary>
[Flags]
internal enum SetFlags : byte
{
    None = 0,

    /// <summary>Carries MULTI_EXIT_DISC.</summary>
    HasMed = 1,

    /// <summary>Community NO_EXPORT or NO_EXPORT_SUBCONFED (RFC 1997): not to another AS.</summary>
    NoExport = 2,

    /// <summary>Community NO_ADVERTISE (RFC 1997): to nobody.</summary>
    NoAdvertise = 4,

    /// <summary>The next hop cannot be reached now: the path is kept but takes no part.</summary>
    Unreachable = 8,

    /// <summary>Carries ONLY_TO_CUSTOMER (RFC 9234 §5).</summary>
    OnlyToCustomer = 16,

    /// <summary>Community BLACKHOLE (RFC 7999): packets to it are to be dropped.</summary>
    Blackhole = 32,

    /// <summary>Carries a link bandwidth (draft-ietf-idr-link-bandwidth).</summary>
    LinkBandwidth = 64,
}
