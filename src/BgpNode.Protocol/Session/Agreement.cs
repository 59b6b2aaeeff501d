using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>
/// What the two OPEN messages of a session agreed on: the only thing that decides how its later messages are read and written.
/// </summary>
public sealed record Agreement
{
    public required AsNumber LocalAs { get; init; }

    /// <summary>The peer's real AS: from the 4-octet capability when it has one (RFC 6793 §4.1).</summary>
    public required AsNumber PeerAs { get; init; }

    public required RouterId LocalId { get; init; }

    public required RouterId PeerId { get; init; }

    /// <summary>The smaller of both, in seconds; 0 turns hold and keepalive timers off (RFC 4271 §4.2).</summary>
    public required ushort HoldTime { get; init; }

    /// <summary>Families that both announced. No multiprotocol capability from the peer means IPv4 alone (RFC 4760 §8).</summary>
    public required FamilySet Families { get; init; }

    /// <summary>AS_PATH and AGGREGATOR carry four octets (RFC 6793 §4.1).</summary>
    public bool FourOctetAs { get; init; }

    /// <summary>The peer answers ROUTE-REFRESH (RFC 2918).</summary>
    public bool RouteRefresh { get; init; }

    /// <summary>Both know the demarcation of RFC 7313.</summary>
    public bool EnhancedRouteRefresh { get; init; }

    /// <summary>Messages other than OPEN and KEEPALIVE may have 65,535 octets (RFC 8654).</summary>
    public bool ExtendedMessages { get; init; }

    /// <summary>Families whose NLRI the peer sends us with path identifiers (RFC 7911).</summary>
    public FamilySet AddPathReceive { get; init; }

    /// <summary>Families whose NLRI we send with path identifiers (RFC 7911).</summary>
    public FamilySet AddPathSend { get; init; }

    /// <summary>IPv4 NLRI may have IPv6 next hops (RFC 8950).</summary>
    public bool ExtendedNextHop { get; init; }

    /// <summary>What we are to an external peer (RFC 9234); null when we said nothing.</summary>
    public BgpRole? Role { get; init; }

    /// <summary>RFC 4724; null when one of both does not know it.</summary>
    public PeerRestart? GracefulRestart { get; init; }

    /// <summary>Same AS on both sides.</summary>
    public bool IsInternal => LocalAs == PeerAs;

    /// <summary>The longest message that may be sent or received, in octets with header.</summary>
    public int MaxMessageLength => ExtendedMessages ? 65535 : 4096;
}
