using BgpNode.Net;

namespace BgpNode.Observability;

/// <summary>Prefixes of one family with one neighbour.</summary>
public sealed record PrefixSample(Family Family, long Received, long Accepted, long Filtered, long Sent, long? Limit = null);
