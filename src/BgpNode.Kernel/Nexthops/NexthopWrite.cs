using BgpNode.Kernel.Routes;

namespace BgpNode.Kernel.Nexthops;

/// <summary>One change of the kernel's nexthop objects.</summary>
/// <param name="Operation">
/// Add is refused with EEXIST when the id is in use. Delete looks at the id alone and removes every route that uses the
/// object, silently: only for ids that a dump showed as ours.
/// </param>
/// <param name="Nexthop">The object; for a delete its id is enough.</param>
public readonly record struct NexthopWrite(RouteOperation Operation, Nexthop Nexthop);
