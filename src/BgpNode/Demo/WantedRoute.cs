using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo;

/// <summary>A host route that a router's kernel should have.</summary>
/// <param name="Router">Whose kernel.</param>
/// <param name="Workload">The address of the workload.</param>
/// <param name="Gateway">The next hop, or empty for a workload on this very node.</param>
/// <param name="Device">The interface.</param>
/// <param name="MustBeOurs">Whether it has to carry BgpNode's protocol number.</param>
internal sealed record WantedRoute(LabRouter Router, Address Workload, string Gateway, string Device, bool MustBeOurs)
{
    public bool IsMetBy(KernelRoute route) =>
        route.Destination == Workload.ToString() && HasGateway(route) && route.Device == Device && (!MustBeOurs || route.IsOurs);

    public override string ToString() => $"{Workload}{(Gateway.Length > 0 ? $" via {Gateway}" : "")} dev {Device}{(MustBeOurs ? " proto 179" : "")}";

    // A speaker may use the link-local next hop of the same neighbour (RFC 2545 §3); the device tells the neighbour then.
    private bool HasGateway(KernelRoute route) =>
        route.Gateway == Gateway || (Gateway.Length > 0 && route.Gateway.StartsWith("fe80:", StringComparison.Ordinal));
}

/// <summary>A wanted route and whether the kernel has it.</summary>
internal sealed record RouteFinding(WantedRoute Wanted, bool Present);
