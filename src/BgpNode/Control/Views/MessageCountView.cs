namespace BgpNode.Control.Views;

/// <summary>Messages of one type since the daemon started.</summary>
public sealed record MessageCountView
{
    /// <summary><c>open</c>, <c>update</c>, <c>notification</c>, <c>keepalive</c> or <c>routeRefresh</c>.</summary>
    public required string Type { get; init; }

    public required long Received { get; init; }

    public required long Sent { get; init; }
}
