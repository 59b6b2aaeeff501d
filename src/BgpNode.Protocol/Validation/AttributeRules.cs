using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Validation;

/// <summary>
/// What the meaning of an UPDATE's octets depends on, made once per session. Sessions with equal rules judge equal octets
/// alike, so they may share what was judged.
/// </summary>
public sealed record AttributeRules
{
    /// <summary>AS_PATH and AGGREGATOR carry four octets (RFC 6793 §4.1).</summary>
    public required bool FourOctetAs { get; init; }

    /// <summary>The peer is in our own AS.</summary>
    public required bool IsInternal { get; init; }

    /// <summary>Families that both sides announced; others are ignored.</summary>
    public FamilySet Families { get; init; } = FamilySet.Both;

    /// <summary>Families whose NLRI comes with path identifiers (RFC 7911).</summary>
    public FamilySet AddPath { get; init; }

    /// <summary>IPv4 NLRI may have IPv6 next hops (RFC 8950).</summary>
    public bool ExtendedNextHop { get; init; }

    /// <summary>The peer's AS number; with <see cref="EnforceFirstAs"/> the leftmost of every path.</summary>
    public AsNumber PeerAs { get; init; }

    /// <summary>Our own number and identifier, for whoever looks for loops with these rules (RFC 4271 §9.1.2, RFC 4456 §8).</summary>
    public AsNumber LocalAs { get; init; }

    /// <inheritdoc cref="LocalAs"/>
    public RouterId LocalId { get; init; }

    /// <summary>Our end of the session: never a next hop (RFC 4271 §6.3).</summary>
    public Address? LocalAddress { get; init; }

    /// <summary>An external path must begin with the peer's number (RFC 4271 §6.3: MAY).</summary>
    public bool EnforceFirstAs { get; init; }

    /// <summary>Refuse AS_SET (RFC 9774 §3). Off: networks that still aggregate this way stay reachable.</summary>
    public bool RejectAsSets { get; init; }

    /// <summary>Pass unknown optional transitive attributes along (RFC 4271 §5). Off: they end here.</summary>
    public bool KeepUnknown { get; init; } = true;

    /// <summary>
    /// Given to routes that come without ONLY_TO_CUSTOMER: the AS of a provider, peer or route server (RFC 9234 §5, ingress 3);
    /// null from anybody else.
    /// </summary>
    public AsNumber? OnlyToCustomer { get; init; }

    /// <summary>The rules that two OPEN messages lead to.</summary>
    public static AttributeRules From(Agreement agreement) => new()
    {
        FourOctetAs = agreement.FourOctetAs,
        IsInternal = agreement.IsInternal,
        Families = agreement.Families,
        AddPath = agreement.AddPathReceive,
        ExtendedNextHop = agreement.ExtendedNextHop,
        PeerAs = agreement.PeerAs,
        LocalAs = agreement.LocalAs,
        LocalId = agreement.LocalId,
        OnlyToCustomer = agreement.Role is { } role && role.LooksUp() ? agreement.PeerAs : null,
    };
}
