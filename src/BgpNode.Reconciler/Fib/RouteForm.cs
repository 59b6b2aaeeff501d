using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// What a route of ours looks like in the kernel apart from its destination. Shared by all routes that look alike, compared
/// by value.
/// </summary>
internal sealed record RouteForm(RouteType Type, NextHops Via)
{
    /// <summary>Stands for "another program replaced our route": something is there that only a replace can put right.</summary>
    public static readonly RouteForm Overwritten = new(RouteType.Prohibit, NextHops.None);

    public static readonly RouteForm Blackhole = new(RouteType.Blackhole, NextHops.None);

    public static RouteForm Of(KernelRoute route) => new(route.Type, route.NextHops);

    public bool Uses(int interfaceIndex)
    {
        foreach (NextHop hop in Via.AsSpan())
        {
            if (hop.InterfaceIndex == interfaceIndex)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it leaves through a gateway: learned from a neighbour. Without one it is the node's own.</summary>
    public bool HasGateway => Via.Count > 0 && Via[0].Gateway is not null;

    /// <summary>Whether every next hop is this gateway.</summary>
    public bool IsVia(Address gateway)
    {
        foreach (NextHop hop in Via.AsSpan())
        {
            if (hop.Gateway != gateway)
            {
                return false;
            }
        }

        return Via.Count > 0;
    }

    public override string ToString() => Type == RouteType.Unicast ? Via.ToString() : Type.ToString();
}
