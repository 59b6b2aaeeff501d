using BgpNode.Net;

namespace BgpNode.Routing.Rib;

/// <summary>A route of this node appears, changes, or goes.</summary>
/// <param name="Prefix">Where to.</param>
/// <param name="Route">What it is now; null when it is gone.</param>
public readonly record struct LocalChange(Prefix Prefix, LocalRoute? Route);
