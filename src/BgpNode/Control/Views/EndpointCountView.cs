namespace BgpNode.Control.Views;

/// <summary>Workload endpoints of this node, and how many of them are in the kernel with every address.</summary>
public sealed record EndpointCountView
{
    public required int Total { get; init; }

    public required int Ready { get; init; }
}
