namespace BgpNode.Protocol.Wire;

public static class AttributeTypeExtensions
{
    private const AttributeFlags WellKnown = AttributeFlags.Transitive;
    private const AttributeFlags OptionalTransitive = AttributeFlags.Optional | AttributeFlags.Transitive;
    private const AttributeFlags OptionalNonTransitive = AttributeFlags.Optional;

    /// <summary>The Optional and Transitive bits that the attribute's RFC gives it, or null when we do not know the attribute.</summary>
    public static AttributeFlags? Class(this AttributeType type) => type switch
    {
        AttributeType.Origin or AttributeType.AsPath or AttributeType.NextHop or AttributeType.LocalPref
            or AttributeType.AtomicAggregate => WellKnown,
        AttributeType.MultiExitDisc or AttributeType.OriginatorId or AttributeType.ClusterList or AttributeType.MpReachNlri
            or AttributeType.MpUnreachNlri or AttributeType.Aigp or AttributeType.LinkState => OptionalNonTransitive,
        AttributeType.Aggregator or AttributeType.Communities or AttributeType.ExtendedCommunities or AttributeType.As4Path
            or AttributeType.As4Aggregator or AttributeType.PmsiTunnel or AttributeType.TunnelEncapsulation
            or AttributeType.IPv6ExtendedCommunities or AttributeType.LargeCommunities or AttributeType.OnlyToCustomer
            or AttributeType.NextHopCharacteristics or AttributeType.PrefixSid or AttributeType.AttributeSet => OptionalTransitive,
        _ => null,
    };

    /// <summary>The name as RFCs write it: <c>AS_PATH</c>; an unknown one is <c>attribute 99</c>.</summary>
    public static string Name(this AttributeType type) => type switch
    {
        AttributeType.Origin => "ORIGIN",
        AttributeType.AsPath => "AS_PATH",
        AttributeType.NextHop => "NEXT_HOP",
        AttributeType.MultiExitDisc => "MULTI_EXIT_DISC",
        AttributeType.LocalPref => "LOCAL_PREF",
        AttributeType.AtomicAggregate => "ATOMIC_AGGREGATE",
        AttributeType.Aggregator => "AGGREGATOR",
        AttributeType.Communities => "COMMUNITIES",
        AttributeType.OriginatorId => "ORIGINATOR_ID",
        AttributeType.ClusterList => "CLUSTER_LIST",
        AttributeType.MpReachNlri => "MP_REACH_NLRI",
        AttributeType.MpUnreachNlri => "MP_UNREACH_NLRI",
        AttributeType.ExtendedCommunities => "EXTENDED COMMUNITIES",
        AttributeType.As4Path => "AS4_PATH",
        AttributeType.As4Aggregator => "AS4_AGGREGATOR",
        AttributeType.PmsiTunnel => "PMSI_TUNNEL",
        AttributeType.TunnelEncapsulation => "TUNNEL_ENCAPSULATION",
        AttributeType.IPv6ExtendedCommunities => "IPV6 EXTENDED COMMUNITIES",
        AttributeType.Aigp => "AIGP",
        AttributeType.LinkState => "BGP-LS",
        AttributeType.LargeCommunities => "LARGE_COMMUNITY",
        AttributeType.OnlyToCustomer => "ONLY_TO_CUSTOMER",
        AttributeType.NextHopCharacteristics => "NEXT_HOP_CHARACTERISTICS",
        AttributeType.PrefixSid => "PREFIX_SID",
        AttributeType.AttributeSet => "ATTR_SET",
        _ => $"attribute {(byte)type}",
    };
}
