using BgpNode.Net;

namespace BgpNode.Observability;

/// <summary>Prefixes of one family with one neighbour.</summary>
/// <param name="Family">The family.</param>
/// <param name="Received">Before import.</param>
/// <param name="Accepted">Of them, those in use.</param>
/// <param name="Filtered">Of them, the others.</param>
/// <param name="Sent">What the neighbour has from us.</param>
/// <param name="Limit">The limit in force, null for none.</param>
/// <param name="Level">0 below the percentage that warns, 1 from there, 2 beyond the limit.</param>
public sealed record PrefixSample(Family Family, long Received, long Accepted, long Filtered, long Sent, long? Limit = null, int Level = 0);
