using BgpNode.Protocol.Bfd;

namespace BgpNode.Speaker.Bfd;

/// <summary>How a session is: a snapshot, except for the counters.</summary>
public sealed record BfdStatus
{
    public required BfdState State { get; init; }

    /// <summary>The state that the peer said last.</summary>
    public required BfdState RemoteState { get; init; }

    /// <summary>Why it went down last, as we saw it.</summary>
    public required BfdDiagnostic Diagnostic { get; init; }

    /// <summary>The same, as the peer saw it.</summary>
    public required BfdDiagnostic RemoteDiagnostic { get; init; }

    public required uint LocalDiscriminator { get; init; }

    public required uint RemoteDiscriminator { get; init; }

    public required bool Multihop { get; init; }

    /// <summary>Between our packets, before jitter; zero when none are due.</summary>
    public required TimeSpan TransmitInterval { get; init; }

    /// <summary>How long the peer may be silent; zero while it has said nothing.</summary>
    public required TimeSpan DetectionTime { get; init; }

    /// <summary>The peer's C bit (RFC 5880 §4.1): a session that goes down is no sign of a restart.</summary>
    public required bool RemoteIsIndependent { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often it went down from up.</summary>
    public required long Downs { get; init; }

    public required long PacketsSent { get; init; }

    public required long PacketsReceived { get; init; }

    /// <summary>Why no packets can be sent or received; null when they can.</summary>
    public string? Problem { get; init; }

    /// <summary>The peer itself holds the session down, which says nothing about the path (RFC 5882 §3.2).</summary>
    public bool IsHeldByPeer => RemoteState == BfdState.AdminDown;
}
