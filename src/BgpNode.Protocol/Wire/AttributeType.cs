namespace BgpNode.Protocol.Wire;

/// <summary>Path attributes of IANA's registry that are judged here; the unnamed ones are unknown.</summary>
public enum AttributeType : byte
{
    Origin = 1,
    AsPath = 2,
    NextHop = 3,
    MultiExitDisc = 4,
    LocalPref = 5,
    AtomicAggregate = 6,
    Aggregator = 7,
    Communities = 8,
    OriginatorId = 9,
    ClusterList = 10,
    MpReachNlri = 14,
    MpUnreachNlri = 15,
    ExtendedCommunities = 16,
    As4Path = 17,
    As4Aggregator = 18,
    PmsiTunnel = 22,
    TunnelEncapsulation = 23,
    IPv6ExtendedCommunities = 25,
    Aigp = 26,
    LinkState = 29,
    LargeCommunities = 32,
    OnlyToCustomer = 35,
    NextHopCharacteristics = 39,
    PrefixSid = 40,
    AttributeSet = 128,
}
