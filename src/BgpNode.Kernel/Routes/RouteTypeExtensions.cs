namespace BgpNode.Kernel.Routes;

public static class RouteTypeExtensions
{
    /// <summary>Whether packets end here: such a route has no next hop.</summary>
    public static bool IsRefusal(this RouteType type) =>
        type is RouteType.Blackhole or RouteType.Unreachable or RouteType.Prohibit or RouteType.Throw;
}
