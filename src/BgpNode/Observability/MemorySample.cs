namespace BgpNode.Observability;

/// <summary>The process's memory.</summary>
/// <param name="Used">Octets of our own.</param>
/// <param name="Limit">More than this is not to be had; null when nobody has set a limit.</param>
/// <param name="Shed">Sessions ended for want of it.</param>
public sealed record MemorySample(long Used = 0, long? Limit = null, long Shed = 0);
