using BgpNode.Net;

namespace BgpNode.Speaker.Discovery;

/// <summary>What is known about the neighbour at the other end of a link.</summary>
/// <param name="Neighbour">Its link-local address, as its router advertisements say; null while none was heard.</param>
/// <param name="Problem">Why none can be heard, in words; null while it is only a matter of time.</param>
public readonly record struct Sighting(Address? Neighbour, string? Problem);
