namespace BgpNode.Routing.Rib;

/// <summary>A route of this node and whether the kernel has it.</summary>
internal sealed class LocalEntry(LocalRoute route)
{
    public LocalRoute Route { get; set; } = route;

    /// <summary>The kernel said yes. From then on neighbours may be told; a change of the route does not take that back.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Announce after acknowledge: nobody is asked to send packets here before this node can forward them.</summary>
    public bool MayBeAnnounced => Route.Announce && (Acknowledged || Route.Kind == RouteKind.AnnounceOnly);
}
