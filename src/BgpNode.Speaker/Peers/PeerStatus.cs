using System.Collections.Immutable;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Rib;

namespace BgpNode.Speaker.Peers;

/// <summary>How a neighbour is: a snapshot, except for the counters, which go on counting.</summary>
public sealed record PeerStatus
{
    public required PeerConfig Config { get; init; }

    public string Name => Config.Name;

    public required SessionState State { get; init; }

    /// <summary>Since when it is established, or since when it is not.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The same as <see cref="TimeProvider.GetTimestamp"/> had it: what is decided by must not jump with the wall clock.</summary>
    public long SinceStamp { get; init; }

    /// <summary>What ended the last connection, or keeps the session from starting; null when nothing ever did.</summary>
    public SessionError? LastDown { get; init; }

    /// <summary>The last NOTIFICATION that we sent.</summary>
    public SessionError? LastErrorSent { get; init; }

    /// <summary>The last NOTIFICATION that the neighbour sent.</summary>
    public SessionError? LastErrorReceived { get; init; }

    /// <summary>How often it was established.</summary>
    public long TimesUp { get; init; }

    /// <summary>How often an established session ended.</summary>
    public long TimesDown { get; init; }

    /// <summary>How often the limit on prefixes ended a session.</summary>
    public long LimitEnds { get; init; }

    /// <summary>When a session that the limit on prefixes, or want of memory, ended may come up again; null when nothing keeps it from trying.</summary>
    public DateTimeOffset? HeldDownUntil { get; init; }

    /// <summary>Of the established session; null otherwise. Holds the negotiated hold time and both identifiers.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>The KEEPALIVE interval of the established session, before jitter; zero when there is none.</summary>
    public TimeSpan KeepaliveTime { get; init; }

    /// <summary>Our end of the established connection.</summary>
    public Address? LocalAddress { get; init; }

    /// <summary>What we announce.</summary>
    public ImmutableArray<Capability> CapabilitiesSent { get; init; } = [];

    /// <summary>What the neighbour last announced.</summary>
    public ImmutableArray<Capability> CapabilitiesReceived { get; init; } = [];

    public required MessageCounters Received { get; init; }

    public required MessageCounters Sent { get; init; }

    /// <summary>What the RIB counts for the established session; null otherwise.</summary>
    public PeerCounters? Routes { get; init; }

    /// <summary>Until when its routes are kept although it is away (RFC 4724); null when none are.</summary>
    public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>Null without BFD.</summary>
    public BfdStatus? Bfd { get; init; }

    /// <summary>What waits for the session's loop.</summary>
    public int Waiting { get; init; }

    /// <summary>Octets of the neighbour wait for us: the RIB is busy, or they have just come.</summary>
    public bool InputWaiting { get; init; }

    /// <summary>How long the neighbour has taken nothing of what waits to be sent; zero when nothing waits.</summary>
    public TimeSpan OutputBlocked { get; init; }
}
