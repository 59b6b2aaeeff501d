namespace BgpNode.Control.Views;

/// <summary>The size of the table of one address family.</summary>
public sealed record RibView
{
    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public required string Family { get; init; }

    public required long Prefixes { get; init; }

    public required long Paths { get; init; }
}
