using BgpNode.Net;

namespace BgpNode.Protocol.Wire;

/// <summary>Who aggregated the route, RFC 4271 §5.1.7.</summary>
public readonly record struct Aggregator(AsNumber As, RouterId Speaker)
{
    public override string ToString() => $"{As} {Speaker}";
}
