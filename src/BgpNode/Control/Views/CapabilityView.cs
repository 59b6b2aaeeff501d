namespace BgpNode.Control.Views;

/// <summary>One capability of RFC 5492 and who offered it.</summary>
public sealed record CapabilityView
{
    public required string Name { get; init; }

    public required bool Sent { get; init; }

    public required bool Received { get; init; }
}
