using BgpNode.Net;

namespace BgpNode.Observability;

/// <summary>The size of one family's table.</summary>
public sealed record RibSample(Family Family, long Prefixes, long Paths);
