namespace BgpNode.Observability;

/// <summary>NOTIFICATIONs of a code; <paramref name="Direction"/> is <c>receive</c> or <c>transmit</c>.</summary>
public sealed record NotificationSample(string Direction, byte Code, byte Subcode, long Count);
