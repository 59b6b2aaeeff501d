namespace BgpNode.Observability;

/// <summary>Messages of a type; <paramref name="Direction"/> is <c>receive</c> or <c>transmit</c>.</summary>
public sealed record MessageSample(string Direction, string Type, long Count);
