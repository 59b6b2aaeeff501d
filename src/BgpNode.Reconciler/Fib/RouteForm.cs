using BgpNode.Kernel.Routes;
using BgpNode.Net;

namespace BgpNode.Reconciler.Fib;

/// <summary>
/// What a route of ours looks like in the kernel apart from its destination. Shared by all routes that look alike, compared
/// by value; a route through a nexthop object of ours looks like that object, whatever is in it at the moment.
/// </summary>
/// <param name="Type">What it does with a packet.</param>
/// <param name="Via">Its next hops where it names them itself.</param>
/// <param name="Object">The object of ours that it names instead, or null.</param>
/// <param name="ForeignId">An object that is not ours, or 0: somebody bent the route.</param>
internal sealed record RouteForm(RouteType Type, NextHops Via, NexthopObject? Object = null, uint ForeignId = 0)
{
    /// <summary>Stands for "another program replaced our route": something is there that only a replace can put right.</summary>
    public static readonly RouteForm Overwritten = new(RouteType.Prohibit, NextHops.None);

    public static readonly RouteForm Blackhole = new(RouteType.Blackhole, NextHops.None);

    /// <summary>The object that it names, 0 when it names its next hops itself.</summary>
    public uint NexthopId => Object?.Id ?? ForeignId;

    /// <summary>Where packets leave.</summary>
    public NextHops Hops => Object?.Hops ?? Via;

    public bool Equals(RouteForm? other) => other is not null
        && (ReferenceEquals(this, other)
            || (Type == other.Type && ReferenceEquals(Object, other.Object) && ForeignId == other.ForeignId && (Object is not null || Via.Equals(other.Via))));

    public override int GetHashCode() => Object is { } named ? named.GetHashCode() : Via.GetHashCode();

    public bool Uses(int interfaceIndex)
    {
        foreach (NextHop hop in Hops.AsSpan())
        {
            if (hop.InterfaceIndex == interfaceIndex)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it leaves through a gateway: learned from a neighbour. Without one it is the node's own.</summary>
    public bool HasGateway => Hops.Count > 0 && Hops[0].Gateway is not null;

    /// <summary>Whether every next hop is this gateway.</summary>
    public bool IsVia(Address gateway)
    {
        foreach (NextHop hop in Hops.AsSpan())
        {
            if (hop.Gateway != gateway)
            {
                return false;
            }
        }

        return Hops.Count > 0;
    }

    public override string ToString() => Type == RouteType.Unicast ? Hops.ToString() : Type.ToString();
}
