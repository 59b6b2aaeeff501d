using BgpNode.Protocol.Wire;
using BgpNode.Routing.Export;

namespace BgpNode.Speaker.Rib;

/// <summary>What one neighbour gets of a prefix.</summary>
/// <param name="Peer">The neighbour.</param>
/// <param name="Refusal">Why it gets nothing.</param>
/// <param name="Attributes">What it gets; null for nothing.</param>
public sealed record ExportView(string Peer, ExportRefusal Refusal, PathAttributes? Attributes);
