namespace BgpNode.Observability;

/// <summary>The numbers of one neighbour's BFD.</summary>
/// <param name="Up">Whether it is up.</param>
/// <param name="Downs">How often it fell.</param>
/// <param name="Sent">Packets.</param>
/// <param name="Received">Packets.</param>
public sealed record BfdSample(bool Up, long Downs, long Sent, long Received);
