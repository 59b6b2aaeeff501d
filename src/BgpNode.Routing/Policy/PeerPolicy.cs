using BgpNode.Net;

namespace BgpNode.Routing.Policy;

/// <summary>
/// How routes from and to one neighbour are treated. A value: two neighbours with equal policies may share an update group,
/// and a change of policy never resets a session.
/// </summary>
public sealed record PeerPolicy
{
    /// <summary>The neighbour is a client of ours (RFC 4456 §6).</summary>
    public bool RouteReflectorClient { get; init; }

    public NextHopMode NextHopMode { get; init; }

    public ExportScope Export { get; init; }

    /// <summary>Takes nothing from the neighbour (RFC 8212: external without an import policy).</summary>
    public bool ImportNone { get; init; }

    /// <summary>The most prefixes of each family; 0 for no limit. <see cref="OverLimit"/> says what more of them lead to.</summary>
    public int MaxPrefixes { get; init; } = 1_000_000;

    public PrefixLimitAction OverLimit { get; init; }

    /// <summary>Percent of <see cref="MaxPrefixes"/> at which a warning is due, 1 to 100.</summary>
    public int WarnPercent { get; init; } = 75;

    /// <summary>How long a session that <see cref="PrefixLimitAction.Restart"/> ended stays down.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Host routes with community BLACKHOLE become blackholes in the forwarding table (RFC 7999 §3.3).</summary>
    public bool InstallBlackholes { get; init; }

    /// <summary>How often our own AS may stand in a received AS_PATH.</summary>
    public int AllowOwnAs { get; init; }

    /// <summary>The AS that the neighbour sees instead of the node's own; null when there is no such disguise.</summary>
    public AsNumber? LocalAs { get; init; }

    /// <summary>A path from an external neighbour must begin with the neighbour's AS (RFC 4271 §6.3).</summary>
    public bool EnforceFirstAs { get; init; } = true;

    /// <summary>Asked about every received route; where no rule matches, the route is taken. Null takes all.</summary>
    public IFilter? ImportFilter { get; init; }

    /// <summary>Asked about every route that might be sent; where no rule matches, <see cref="Export"/> decides. Null leaves all to it.</summary>
    public IFilter? ExportFilter { get; init; }
}
