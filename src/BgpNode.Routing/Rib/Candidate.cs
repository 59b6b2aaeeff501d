using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Rib;

/// <summary>A path in the contest for best.</summary>
internal readonly record struct Candidate(RibSource Source, int SetId, AttributeRank Rank)
{
    /// <summary>The path identifier that the neighbour gave it (RFC 7911 §3), 0 without.</summary>
    public uint PathId { get; init; }

    /// <summary>Who made the path known to our AS: the originator of a reflected path, else the neighbour (RFC 4456 §9).</summary>
    public uint Identifier => Rank.OriginatorId != 0 ? Rank.OriginatorId : Source.RouterId.Value;
}
