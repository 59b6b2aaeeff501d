using BgpNode.Net;

namespace BgpNode.Datastore.Resources;

// What Calico's BGPPeer lacks.
public sealed partial record BgpPeerSpec
{
    /// <summary>Without an address: an unnumbered peer on this link. With a link-local address: the address's link.</summary>
    public string? Interface { get; init; }

    /// <summary>Wait for the peer's connection, never open one.</summary>
    public bool? Passive { get; init; }

    /// <summary>Zero, or 3 to 65535 whole seconds (RFC 4271 §4.2).</summary>
    public TimeSpan? HoldTime { get; init; }

    public TimeSpan? ConnectRetryTime { get; init; }

    /// <summary>Families to negotiate; empty means not set.</summary>
    public EquatableList<Family> Families { get; init; } = [];

    /// <summary>A file whose first line is the TCP MD5 password (RFC 2385).</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Sign with TCP-AO (RFC 5925) instead.</summary>
    public TcpAoSpec? TcpAo { get; init; }

    /// <summary>Accept any neighbour that connects from here.</summary>
    public Prefix? AllowedPeerCidr { get; init; }

    public bool? RouteReflectorClient { get; init; }

    public AddPathsMode? AddPaths { get; init; }

    public GracefulRestartSpec? GracefulRestart { get; init; }

    public MaxPrefixesSpec? MaxPrefixes { get; init; }

    public PeerRole? Role { get; init; }

    /// <summary>Refuse a peer that does not say its role (RFC 9234 §4.2, "strict mode").</summary>
    public bool? RequireRole { get; init; }

    /// <summary>Drop packets to host routes of the peer that carry the community BLACKHOLE (RFC 7999).</summary>
    public bool? InstallBlackholes { get; init; }

    /// <summary>Messages of up to 65535 octets (RFC 8654).</summary>
    public bool? ExtendedMessages { get; init; }

    /// <summary>IPv4 routes with IPv6 next hops (RFC 8950).</summary>
    public bool? ExtendedNextHop { get; init; }

    /// <summary>The path of an external peer must begin with its AS (RFC 4271 §6.3).</summary>
    public bool? EnforceFirstAs { get; init; }

    public BfdSpec? Bfd { get; init; }

    /// <summary>Keep the peer down, with its configuration.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Said to the peer when it is taken down, at most 255 octets of UTF-8 (RFC 9003 §2).</summary>
    public string? ShutdownMessage { get; init; }
}
