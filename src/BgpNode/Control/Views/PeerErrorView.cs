namespace BgpNode.Control.Views;

/// <summary>What ended a session last.</summary>
public sealed record PeerErrorView
{
    public required DateTimeOffset At { get; init; }

    /// <summary><c>sent</c>, <c>received</c>, or <c>local</c> when no NOTIFICATION was exchanged.</summary>
    public required string Direction { get; init; }

    /// <summary>The words, with the shutdown message (RFC 9003) when there was one.</summary>
    public required string Text { get; init; }

    /// <summary>NOTIFICATION error code, RFC 4271 §4.5.</summary>
    public byte? Code { get; init; }

    public byte? Subcode { get; init; }
}
