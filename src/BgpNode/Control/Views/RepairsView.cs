namespace BgpNode.Control.Views;

/// <summary>Routes put back since the start, by what another program had done to them.</summary>
public sealed record RepairsView
{
    public required long Deleted { get; init; }

    public required long Altered { get; init; }
}
