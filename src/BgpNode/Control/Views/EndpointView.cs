namespace BgpNode.Control.Views;

/// <summary>One workload endpoint of this node.</summary>
public sealed record EndpointView
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The workload as its orchestrator names it: pod, container id.</summary>
    public string? Workload { get; init; }

    public required IReadOnlyList<string> Addresses { get; init; }

    public required string Interface { get; init; }

    /// <summary><c>ready</c> (every address in the kernel), <c>waiting</c> or <c>failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it waits for or what failed.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Seconds from its change in the store to the kernel's acknowledgement.</summary>
    public double? ConvergenceSeconds { get; init; }
}
