namespace BgpNode.Observability;

/// <summary>One readiness gate.</summary>
public sealed record GateSample(string Gate, bool Open);
