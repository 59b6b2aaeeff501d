using BgpNode.Kernel.Routes;

namespace BgpNode.Reconciler.Fib;

/// <summary>Whether and how a gateway is reached. Equal by value.</summary>
/// <param name="Hops">Where packets to it leave; none when it is not reached.</param>
/// <param name="Problem">Why it is not reached, in words; null when it is.</param>
internal sealed record GatewayState(NextHops Hops, string? Problem)
{
    public bool IsReachable => Problem is null;

    public static GatewayState Via(NextHops hops) => new(hops, null);

    public static GatewayState Unreachable(string problem) => new(NextHops.None, problem);
}
