namespace BgpNode.Demo.Topology;

/// <summary>Which program plays the top-of-rack router.</summary>
internal enum TorKind
{
    BgpNode,
    Bird,
    Frr,
}
