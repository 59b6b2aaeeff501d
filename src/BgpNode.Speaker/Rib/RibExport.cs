namespace BgpNode.Speaker.Rib;

/// <summary>Whether a neighbour has a prefix from us.</summary>
/// <param name="Peer">The neighbour's name.</param>
/// <param name="Sent">It was packed for the neighbour.</param>
/// <param name="Reason">Why not, in words; null when sent.</param>
/// <param name="Paths">How many paths of it the neighbour has.</param>
public sealed record RibExport(string Peer, bool Sent, string? Reason, int Paths = 0);
