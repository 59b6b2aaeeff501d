using BgpNode.Protocol.Bfd;

namespace BgpNode.Speaker.Bfd;

/// <summary>BFD as a neighbour is configured to have it.</summary>
/// <param name="Timers">What we want.</param>
/// <param name="Multihop">RFC 5883: the neighbour may be several hops away; otherwise RFC 5881.</param>
public readonly record struct BfdConfig(BfdTimers Timers, bool Multihop);
