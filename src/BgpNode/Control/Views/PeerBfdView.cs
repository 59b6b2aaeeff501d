namespace BgpNode.Control.Views;

/// <summary>BFD with a neighbour (RFC 5880).</summary>
public sealed record PeerBfdView
{
    /// <summary><c>AdminDown</c>, <c>Down</c>, <c>Init</c> or <c>Up</c>.</summary>
    public required string State { get; init; }

    /// <summary>The state that the neighbour said last.</summary>
    public required string RemoteState { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Milliseconds between our packets, before jitter.</summary>
    public required double IntervalMilliseconds { get; init; }

    /// <summary>Milliseconds of silence after which it is down; 0 while the neighbour has said nothing.</summary>
    public required double DetectionMilliseconds { get; init; }

    public bool Multihop { get; init; }

    /// <summary>Why it went down last, by the names of RFC 5880 §4.1; absent when it never did.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>The same as the neighbour says it.</summary>
    public string? RemoteDiagnostic { get; init; }

    /// <summary>How often it went down.</summary>
    public long Downs { get; init; }

    public long PacketsSent { get; init; }

    public long PacketsReceived { get; init; }

    /// <summary>Why no packets can be sent or received; absent when they can.</summary>
    public string? Problem { get; init; }
}
