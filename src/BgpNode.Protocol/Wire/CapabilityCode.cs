namespace BgpNode.Protocol.Wire;

/// <summary>Capability codes of IANA's registry that have a type here.</summary>
public enum CapabilityCode : byte
{
    /// <summary>RFC 4760 §8.</summary>
    Multiprotocol = 1,

    /// <summary>RFC 2918 §2.</summary>
    RouteRefresh = 2,

    /// <summary>RFC 8950 §4.</summary>
    ExtendedNextHop = 5,

    /// <summary>RFC 8654 §3.</summary>
    ExtendedMessage = 6,

    /// <summary>RFC 9234 §4.1.</summary>
    Role = 9,

    /// <summary>RFC 4724 §3.</summary>
    GracefulRestart = 64,

    /// <summary>RFC 6793 §3.</summary>
    FourOctetAs = 65,

    /// <summary>RFC 7911 §4.</summary>
    AddPath = 69,

    /// <summary>RFC 7313 §3.1.</summary>
    EnhancedRouteRefresh = 70,

    /// <summary>RFC 9494 §3.1.</summary>
    LongLivedGracefulRestart = 71,
}
