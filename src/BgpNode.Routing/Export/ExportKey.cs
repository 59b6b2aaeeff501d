using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// Everything that decides what a neighbour is sent and how it is written. Neighbours with equal keys share an update group.
/// </summary>
internal sealed record ExportKey
{
    /// <summary>External, internal, or client.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>What is prepended towards external neighbours.</summary>
    public required AsNumber LocalAs { get; init; }

    /// <summary>Our cluster when we reflect (RFC 4456 §7).</summary>
    public required uint ClusterId { get; init; }

    /// <summary>What we are to external neighbours (RFC 9234); null when we did not say.</summary>
    public BgpRole? Role { get; init; }

    public required FamilySet Families { get; init; }

    /// <summary>Families in which every usable path is sent, with an identifier (RFC 7911).</summary>
    public FamilySet AddPath { get; init; }

    public required bool FourOctetAs { get; init; }

    /// <summary>IPv4 NLRI may go with IPv6 next hops (RFC 8950).</summary>
    public required bool ExtendedNextHop { get; init; }

    public required int MaxMessageLength { get; init; }

    public required ExportScope Scope { get; init; }

    /// <summary>Asked before the scope; null for none.</summary>
    public required IFilter? Filter { get; init; }

    public required NextHopMode NextHopMode { get; init; }

    /// <summary>Our own IPv4 next hop, null when the link has none.</summary>
    public required Address? SelfV4 { get; init; }

    /// <summary>Our own IPv6 next hop, null when the link has none.</summary>
    public required Address? SelfV6 { get; init; }

    /// <summary>Routes without ONLY_TO_CUSTOMER get it with our AS (RFC 9234 §5, egress 1).</summary>
    public bool MarksForCustomers => Role is { } role && role.LooksDown();

    public bool IsExternal => Kind == SourceKind.Ebgp;
}
