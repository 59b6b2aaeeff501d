using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Import;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>One route for people to look at: values copied out of the RIB.</summary>
public sealed record RouteView
{
    public required Prefix Prefix { get; init; }

    /// <summary>The neighbour it came from, or <c>local</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The neighbour's address, null for a route of this node.</summary>
    public Address? SourceAddress { get; init; }

    /// <summary>As received; as sent in <see cref="RouteTable.Sent"/>.</summary>
    public required PathAttributes Attributes { get; init; }

    public bool IsBest { get; init; }

    /// <summary>What decided: for the best path against the last of its rivals, for another one why it lost. Null when it was refused.</summary>
    public BestPathStep? DecidedBy { get; init; }

    /// <summary>Why import refused it.</summary>
    public ImportRefusal Refusal { get; init; }

    /// <summary>What this node said about a route of its own.</summary>
    public LocalRoute? Local { get; init; }

    /// <summary>Whether the kernel has confirmed a route of this node.</summary>
    public bool Acknowledged { get; init; }
}
