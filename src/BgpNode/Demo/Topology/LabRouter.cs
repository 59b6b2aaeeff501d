using BgpNode.Net;

namespace BgpNode.Demo.Topology;

/// <summary>A namespace in which a BGP speaker runs.</summary>
internal sealed record LabRouter(string Name, AsNumber As)
{
    public string Namespace => LabPlan.Prefix + Name;
}
