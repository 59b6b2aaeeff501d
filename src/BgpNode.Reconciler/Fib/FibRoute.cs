using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>A row of <c>bgpnode fib</c>.</summary>
/// <param name="Prefix">Destination.</param>
/// <param name="State">installed, pending, failed, stale or unwanted.</param>
/// <param name="Wanted">What the RIB wants, in words; null for nothing.</param>
/// <param name="Actual">What the kernel has, in words; null for nothing.</param>
/// <param name="Sources">The neighbours that its gateways come from; empty for the node's own.</param>
/// <param name="Table">The kernel's table.</param>
/// <param name="Metric">The kernel's priority.</param>
/// <param name="Reason">Why it is not as wanted.</param>
public sealed record FibRoute(Prefix Prefix, string State, string? Wanted, string? Actual, IReadOnlyList<string> Sources, uint Table, uint Metric, string? Reason);
