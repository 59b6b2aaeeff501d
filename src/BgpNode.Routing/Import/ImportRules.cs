using System.Buffers.Binary;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Policy;

namespace BgpNode.Routing.Import;

/// <summary>
/// What import asks of an attribute set that is valid in itself, for one session. Asked once per UPDATE message, not per prefix;
/// filters that look at prefixes come after it.
/// </summary>
internal sealed class ImportRules
{
    public required AsNumber LocalAs { get; init; }

    public required AsNumber PeerAs { get; init; }

    public required RouterId LocalId { get; init; }

    /// <summary>Our cluster (RFC 4456 §7).</summary>
    public required uint ClusterId { get; init; }

    /// <summary>What we are to an external neighbour (RFC 9234); null when we did not say.</summary>
    public BgpRole? Role { get; init; }

    /// <summary>Our own ends of the session.</summary>
    public required IReadOnlyList<Address> OwnAddresses { get; init; }

    public required PeerPolicy Policy { get; init; }

    public ImportRefusal Judge(in AttributeSet set)
    {
        if (Policy.ImportNone)
        {
            return ImportRefusal.NoImportPolicy;
        }

        foreach (Address own in OwnAddresses)
        {
            if (set.NextHop == own)
            {
                return ImportRefusal.OwnNextHop;
            }
        }

        bool external = LocalAs != PeerAs;
        if (!external && set.Rank.OriginatorId == LocalId.Value)
        {
            return ImportRefusal.OriginatorLoop;
        }

        var walk = new CanonicalReader(set.Wire);
        while (walk.Read())
        {
            if (walk.Type == AttributeType.AsPath)
            {
                if (external && Policy.EnforceFirstAs && set.Rank.NeighbourAs != PeerAs.Value)
                {
                    return ImportRefusal.FirstAs;
                }

                if (CountOwnAs(walk.Value) > Policy.AllowOwnAs)
                {
                    return ImportRefusal.AsLoop;
                }
            }
            else if (walk.Type == AttributeType.OnlyToCustomer && Leaks(walk.Value))
            {
                return ImportRefusal.RouteLeak;
            }
            else if (walk.Type == AttributeType.ClusterList && !external && HasOwnCluster(walk.Value))
            {
                return ImportRefusal.ClusterLoop;
            }
        }

        return ImportRefusal.None;
    }

    // RFC 9234 §5: from a customer always, from a peer when another AS than the peer itself made it so.
    private bool Leaks(ReadOnlySpan<byte> onlyToCustomer) => Role switch
    {
        BgpRole.Provider or BgpRole.RouteServer => true,
        BgpRole.Peer => BinaryPrimitives.ReadUInt32BigEndian(onlyToCustomer) != PeerAs.Value,
        _ => false,
    };

    private int CountOwnAs(ReadOnlySpan<byte> path)
    {
        int count = 0;
        var segments = new PathReader(path);
        while (segments.Read())
        {
            for (int i = 0; i < segments.Count; i++)
            {
                count += segments[i] == LocalAs.Value ? 1 : 0;
            }
        }

        return count;
    }

    private bool HasOwnCluster(ReadOnlySpan<byte> clusters)
    {
        for (; clusters.Length >= 4; clusters = clusters[4..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(clusters) == ClusterId)
            {
                return true;
            }
        }

        return false;
    }
}
