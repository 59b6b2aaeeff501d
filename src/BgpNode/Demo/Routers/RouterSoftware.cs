using BgpNode.Demo.Topology;

namespace BgpNode.Demo.Routers;

/// <summary>Which software runs on which router.</summary>
internal static class RouterSoftware
{
    private static readonly BgpNodeSoftware BgpNode = new();

    public static IRouterSoftware Of(TorKind kind) => kind switch
    {
        TorKind.Bird => new BirdSoftware(),
        TorKind.Frr => new FrrSoftware(),
        _ => BgpNode,
    };

    public static IRouterSoftware Of(LabRouter router, LabState state) => router == LabPlan.Tor ? Of(state.Tor) : BgpNode;
}
