using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Policy;

/// <summary>What an accepting rule changes of a route. Immutable, without side effects; asked once for each attribute set.</summary>
public interface IRouteChange
{
    /// <summary>Whether the MED that comes out was set by policy, so that external neighbours get it too (RFC 4271 §5.1.4).</summary>
    bool SetsMed { get; }

    /// <summary>Whether the next hop that comes out was set by policy and goes out as it is. Without a next hop it is this node's own address.</summary>
    bool SetsNextHop { get; }

    /// <summary>The attributes that the route goes on with.</summary>
    PathAttributes Apply(PathAttributes attributes);
}
