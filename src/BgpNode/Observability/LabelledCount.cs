namespace BgpNode.Observability;

/// <summary>A number under a word of a small, fixed set.</summary>
public sealed record LabelledCount(string Label, long Count);
