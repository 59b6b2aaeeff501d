using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>A next hop that can be reached now, or no longer.</summary>
public readonly record struct GatewayNews(Address NextHop, bool IsReachable);
