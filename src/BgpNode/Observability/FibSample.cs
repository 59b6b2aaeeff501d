namespace BgpNode.Observability;

/// <summary>The numbers of the kernel's side.</summary>
public sealed record FibSample
{
    public IReadOnlyList<FibTableSample> Tables { get; init; } = [];

    public IReadOnlyList<FibOperationSample> Operations { get; init; } = [];

    /// <summary>Routes others touched, by kind: <c>missing</c>, <c>foreign</c>, <c>changed</c>.</summary>
    public IReadOnlyList<LabelledCount> Drift { get; init; } = [];

    public DateTimeOffset? LastResync { get; init; }
}
