using System.Collections.Immutable;
using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>Everything about one prefix: each path, why it is or is not used, and who is told what.</summary>
/// <param name="Prefix">The prefix that was found.</param>
/// <param name="Paths">The best one first.</param>
/// <param name="Forwarding">What the forwarding table is told; null for nothing.</param>
/// <param name="Exports">Each neighbour of the family.</param>
public sealed record RouteExplanation(Prefix Prefix, ImmutableArray<RouteView> Paths, FibPath? Forwarding, ImmutableArray<ExportView> Exports);
