namespace BgpNode.Control.Views;

/// <summary>Neighbours Established, and neighbours that should be (those taken out of service do not count).</summary>
public sealed record PeerCountView
{
    public required int Up { get; init; }

    public required int Total { get; init; }
}
