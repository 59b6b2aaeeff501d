using System.Collections.Immutable;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Protocol.Session;

/// <summary>What we put into our OPEN, and what we expect of the peer's.</summary>
public sealed record OpenOffer
{
    public required AsNumber LocalAs { get; init; }

    public required RouterId LocalId { get; init; }

    /// <summary>Seconds: 0, or at least 3 (RFC 4271 §4.2).</summary>
    public ushort HoldTime { get; init; } = 90;

    /// <summary>Families that we want; at least one.</summary>
    public required FamilySet Families { get; init; }

    /// <summary>The AS that the peer must have; null for any but ours.</summary>
    public AsNumber? RemoteAs { get; init; }

    /// <summary>Announces messages of up to 65,535 octets (RFC 8654).</summary>
    public bool ExtendedMessages { get; init; } = true;

    /// <summary>Announces IPv6 next hops for IPv4 (RFC 8950).</summary>
    public bool ExtendedNextHop { get; init; }

    /// <summary>Announces graceful restart (RFC 4724); null does not, and then nothing of the peer is kept either.</summary>
    public RestartOffer? GracefulRestart { get; init; }

    /// <summary>Announces that several paths for a prefix may go in these directions, in every family (RFC 7911).</summary>
    public AddPathMode AddPaths { get; init; }

    /// <summary>What we are to the peer (RFC 9234 §4.1); null says nothing. Only for external peers.</summary>
    public BgpRole? Role { get; init; }

    /// <summary>Refuses an external peer that does not say its role (RFC 9234 §4.2, "strict mode").</summary>
    public bool RequireRole { get; init; }

    /// <summary>The capabilities, in the order in which they are announced.</summary>
    public ImmutableArray<Capability> Capabilities =>
    [
        .. Multiprotocol,
        new RouteRefreshCapability(),
        new EnhancedRouteRefreshCapability(),
        .. ExtendedNextHop && Families.Has(Family.IPv4) ? [new ExtendedNextHopCapability([OpenNegotiation.IPv4OverIPv6])] : Array.Empty<Capability>(),
        .. GracefulRestart is { } restart ? [RestartCapability(restart)] : Array.Empty<Capability>(),
        .. ExtendedMessages ? [new ExtendedMessageCapability()] : Array.Empty<Capability>(),
        .. AddPaths != AddPathMode.None ? [new AddPathCapability([.. Wanted.Select(family => new AddPathFamily(family.Afi(), 1, AddPaths))])] : Array.Empty<Capability>(),
        .. Role is { } role ? [new RoleCapability(role)] : Array.Empty<Capability>(),
        new FourOctetAsCapability(LocalAs),
    ];

    /// <summary>One capability for each family that we want.</summary>
    internal Capability[] Multiprotocol => [.. Wanted.Select(family => new MultiprotocolCapability(family))];

    private IEnumerable<Family> Wanted
    {
        get
        {
            FamilySet wanted = Families;
            return Enum.GetValues<Family>().Where(wanted.Has);
        }
    }

    private GracefulRestartCapability RestartCapability(RestartOffer offer)
    {
        FamilySet wanted = Families;
        return new GracefulRestartCapability(
            offer.Restarting ? GracefulRestartCapability.RestartingFlag : (byte)0,
            offer.RestartTime,
            [.. Enum.GetValues<Family>().Where(wanted.Has).Select(family => new GracefulRestartFamily(
                family.Afi(), 1, offer.Preserved.Has(family) ? GracefulRestartFamily.ForwardingPreservedFlag : (byte)0))]);
    }

    /// <summary>Our OPEN (RFC 4271 §4.2); AS_TRANS when our AS needs four octets (RFC 6793 §9).</summary>
    public OpenMessage ToMessage() => new(LocalAs.FitsTwoOctets ? LocalAs : AsNumber.Trans, HoldTime, LocalId, Capabilities);
}
