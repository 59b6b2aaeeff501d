namespace BgpNode.Speaker.Rib;

/// <summary>How much one family's table holds.</summary>
/// <param name="Prefixes">Prefixes with at least one path.</param>
/// <param name="Paths">Paths of all sources, refused ones included.</param>
public readonly record struct RibSize(long Prefixes, long Paths);
