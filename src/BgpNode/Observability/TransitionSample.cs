namespace BgpNode.Observability;

/// <summary>How often a session entered a state for a reason; reasons are words of a fixed set.</summary>
public sealed record TransitionSample(string To, string Reason, long Count);
