using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>What the forwarding table is to hold for one prefix.</summary>
/// <param name="Prefix">Where to.</param>
/// <param name="Path">How; null for nothing any more. Entries with equal paths mostly share one object.</param>
public readonly record struct FibEntry(Prefix Prefix, FibPath? Path);
