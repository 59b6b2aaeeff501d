using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>Why a prefix is as it is.</summary>
/// <param name="Prefix">The prefix that answers: the longest match when an address was asked.</param>
/// <param name="Candidates">Every usable path with the step at which it won or lost, the best one first.</param>
/// <param name="Refused">Paths that import refused, with the reason.</param>
/// <param name="Neighbours">For each established neighbour whether it was sent, or why not.</param>
public sealed record RibExplanation(
    Prefix Prefix, IReadOnlyList<RibRoute> Candidates, IReadOnlyList<RibRoute> Refused, IReadOnlyList<RibExport> Neighbours);
