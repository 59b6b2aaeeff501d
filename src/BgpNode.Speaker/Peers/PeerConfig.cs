using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Bfd;

namespace BgpNode.Speaker.Peers;

/// <summary>One neighbour as it is wanted. Immutable, and equal when it says the same.</summary>
public sealed record PeerConfig
{
    /// <summary>The port of BGP (RFC 4271 §8.2.1).</summary>
    public const int BgpPort = 179;

    /// <summary>Unique among the neighbours of this node.</summary>
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Unspecified for a neighbour that is known by its <see cref="Interface"/> alone.</summary>
    public required Address RemoteAddress { get; init; }

    public int RemotePort { get; init; } = BgpPort;

    /// <summary>The link of a link-local address, or of an unnumbered neighbour; null otherwise.</summary>
    public string? Interface { get; init; }

    /// <summary>The AS that the neighbour must have; null for any but ours.</summary>
    public AsNumber? RemoteAs { get; init; }

    public required AsNumber LocalAs { get; init; }

    public required RouterId RouterId { get; init; }

    /// <summary>Source of our connections; null lets the kernel choose.</summary>
    public Address? LocalAddress { get; init; }

    public FamilySet Families { get; init; } = FamilySet.IPv4;

    /// <summary>0, or 3 to 65,535 seconds.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Null for a third of the agreed hold time.</summary>
    public TimeSpan? KeepaliveTime { get; init; }

    /// <summary>The longest wait between two tries, and how long one try may take.</summary>
    public TimeSpan ConnectRetryTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the neighbour's connection and makes none.</summary>
    public bool Passive { get; init; }

    /// <summary>The neighbour may be several hops away: it is never taken for directly connected.</summary>
    public bool Multihop { get; init; }

    /// <summary>Takes packets only from at most this many hops away (RFC 5082; 1 is the next router); null does not look.</summary>
    public int? TtlSecurityHops { get; init; }

    /// <summary>Signs every segment (RFC 2385 or RFC 5925); null for none.</summary>
    public PeerKey? Key { get; init; }

    /// <summary>RFC 8654.</summary>
    public bool ExtendedMessages { get; init; } = true;

    /// <summary>RFC 8950.</summary>
    public bool ExtendedNextHop { get; init; }

    /// <summary>
    /// Graceful restart (RFC 4724): in how many seconds this node should be back after a restart; null for neither restarting gracefully nor
    /// keeping the routes of a neighbour that does.
    /// </summary>
    public TimeSpan? RestartTime { get; init; }

    /// <summary>Watches the path to the neighbour (RFC 5882); null does not. Its changes never cost the session.</summary>
    public BfdConfig? Bfd { get; init; }

    /// <summary>In which directions several paths for a prefix may go (RFC 7911).</summary>
    public AddPathMode AddPaths { get; init; }

    /// <summary>What we are to an external neighbour (RFC 9234); null says nothing.</summary>
    public BgpRole? Role { get; init; }

    /// <summary>Refuses a neighbour that does not say its role (RFC 9234 §4.2).</summary>
    public bool RequireRole { get; init; }

    public PeerPolicy Policy { get; init; } = new();

    /// <summary>Kept down by the operator.</summary>
    public bool Disabled { get; init; }

    /// <summary>What the neighbour's operator reads when it is disabled (RFC 9003); null for nothing.</summary>
    public string? ShutdownMessage { get; init; }

    /// <summary>Its address is still to be learned from its router advertisements.</summary>
    public bool IsUnnumbered => Interface is not null && RemoteAddress.IsUnspecified;

    /// <summary>What a running session has to do when its configuration changes from one to the other.</summary>
    public static ConfigChange ChangeEffect(PeerConfig old, PeerConfig @new)
    {
        string? reason =
            old.RemoteAddress != @new.RemoteAddress || old.RemotePort != @new.RemotePort || old.Interface != @new.Interface ? "the neighbour's address changed"
            : old.LocalAddress != @new.LocalAddress ? "the source address changed"
            : old.LocalAs != @new.LocalAs || old.RemoteAs != @new.RemoteAs ? "an AS number changed"
            : old.RouterId != @new.RouterId ? "the router id changed"
            : old.HoldTime != @new.HoldTime ? "the hold time changed"
            : old.Families != @new.Families ? "the families changed"
            : old.RestartTime != @new.RestartTime || old.ExtendedMessages != @new.ExtendedMessages || old.ExtendedNextHop != @new.ExtendedNextHop || old.AddPaths != @new.AddPaths ? "the announced capabilities changed"
            : old.Role != @new.Role || old.RequireRole != @new.RequireRole ? "the role changed"
            : old.TtlSecurityHops != @new.TtlSecurityHops || old.Multihop != @new.Multihop ? "the allowed distance changed"
            : old.Key?.GetType() != @new.Key?.GetType() ? @new.Key is null ? "it has no key any more" : $"it has {@new.Key.Description} now"
            : old.Disabled != @new.Disabled ? @new.Disabled ? "it was disabled" : "it was enabled"
            : null;
        return reason is not null ? ConfigChange.Reset(reason)
            : !Equals(old.Key, @new.Key) ? ConfigChange.KeyChange
            : old.Policy != @new.Policy ? ConfigChange.PolicyOnly
            : ConfigChange.None;
    }

    internal BfdPeer? ToBfdPeer() => Bfd is not { } bfd ? null
        : new BfdPeer(Name, RemoteAddress, LocalAddress, Interface, bfd.Multihop, bfd.Multihop ? TtlSecurityHops ?? 255 : 1);

    internal OpenOffer ToOffer(ForwardingState forwarding) => new()
    {
        LocalAs = LocalAs,
        LocalId = RouterId,
        HoldTime = (ushort)HoldTime.TotalSeconds,
        Families = Families,
        RemoteAs = RemoteAs,
        GracefulRestart = RestartTime is { } time ? new RestartOffer((ushort)time.TotalSeconds, forwarding.Restarting, forwarding.Preserved) : null,
        ExtendedMessages = ExtendedMessages,
        ExtendedNextHop = ExtendedNextHop,
        AddPaths = AddPaths,
        Role = Role,
        RequireRole = RequireRole,
    };

    /// <summary>How long a connection may stay without an OPEN.</summary>
    private static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(10);

    internal FsmSettings ToFsmSettings() => new()
    {
        ConnectRetryTime = ConnectRetryTime,
        KeepaliveTime = KeepaliveTime,
        Passive = Passive,
        // RFC 4271 §8.2.2 suggests four minutes, for which anybody could keep a connection; an OPEN needs nothing but a round trip.
        InitialHoldTime = OpenWithin,
    };
}
