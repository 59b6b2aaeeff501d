using BgpNode.Net;

namespace BgpNode.Speaker.Rib;

/// <summary>What the RIB counts for one neighbour. Written by the owner of the RIB alone; anyone may read.</summary>
public sealed class PeerCounters
{
    private readonly FamilyCounters _ipv4 = new();
    private readonly FamilyCounters _ipv6 = new();

    public FamilyCounters this[Family family] => family == Family.IPv4 ? _ipv4 : _ipv6;

    /// <summary>Attributes dropped while their routes stayed (RFC 7606 §2, "attribute discard").</summary>
    public long AttributesDiscarded { get; set; }

    /// <summary>UPDATEs whose routes were withdrawn for an error in them (RFC 7606 §2, "treat-as-withdraw").</summary>
    public long TreatedAsWithdraw { get; set; }
}
