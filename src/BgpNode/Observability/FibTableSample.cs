namespace BgpNode.Observability;

/// <summary>Our routes of one kernel table by where they stand.</summary>
public sealed record FibTableSample(uint Table, long Installed, long Pending, long Failed);
