namespace BgpNode.Control.Views;

/// <summary>A command was carried out.</summary>
public sealed record CommandView
{
    public required string Detail { get; init; }
}
