namespace BgpNode.Control.Views;

/// <summary>One neighbour: the union of what the summaries and details of other daemons show.</summary>
public sealed record PeerView
{
    /// <summary>The name it is asked for by: that of the BGPPeer, or one made from mesh and node.</summary>
    public required string Name { get; init; }

    /// <summary>Remote address; absent while an unnumbered neighbour has not been seen.</summary>
    public string? Address { get; init; }

    /// <summary>The link, for unnumbered and link-local neighbours.</summary>
    public string? Interface { get; init; }

    public string? LocalAddress { get; init; }

    public required uint RemoteAs { get; init; }

    public required uint LocalAs { get; init; }

    /// <summary>The neighbour's BGP identifier, once it has said it.</summary>
    public string? RouterId { get; init; }

    /// <summary><c>ebgp</c> or <c>ibgp</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What we are to it, by the names of RFC 9234; absent when it is not told.</summary>
    public string? Role { get; init; }

    public string? Description { get; init; }

    /// <summary>The RFC 4271 §8.2.2 word: Idle, Connect, Active, OpenSent, OpenConfirm or Established.</summary>
    public required string State { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Seconds in this state.</summary>
    public double? SinceSeconds { get; init; }

    /// <summary>Why it is not Established now, in words; absent when it is.</summary>
    public string? Waiting { get; init; }

    /// <summary>Seconds for which the limit on prefixes still keeps it down; absent when it does not.</summary>
    public double? HeldDownSeconds { get; init; }

    /// <summary>True when intent has taken it out of service.</summary>
    public bool Disabled { get; init; }

    public PeerErrorView? LastError { get; init; }

    /// <summary>Times the session came up since the daemon started.</summary>
    public long Established { get; init; }

    public PeerTimersView? Timers { get; init; }

    public IReadOnlyList<PeerFamilyView> Families { get; init; } = [];

    public IReadOnlyList<MessageCountView> Messages { get; init; } = [];

    /// <summary>Capabilities both ways, one row each.</summary>
    public IReadOnlyList<CapabilityView> Capabilities { get; init; } = [];

    /// <summary>UPDATEs answered by the weaker answers of RFC 7606.</summary>
    public long UpdateErrors { get; init; }

    /// <summary>Journal entries this neighbour has not been sent yet.</summary>
    public long OutLag { get; init; }

    /// <summary>Absent without BFD.</summary>
    public PeerBfdView? Bfd { get; init; }

    /// <summary><c>helping</c> while its stale routes are kept, <c>off</c> when not negotiated, <c>ready</c> otherwise.</summary>
    public string? GracefulRestart { get; init; }

    /// <summary>Until when its routes are kept although it is away.</summary>
    public DateTimeOffset? KeptUntil { get; init; }
}
