using System.Buffers.Binary;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Attributes;

/// <summary>What best-path selection compares of an attribute set: read from the wire form once, when the set is made.</summary>
internal struct AttributeRank
{
    /// <summary>RFC 4271 §5.1.5 leaves the value for paths without one to us; 100 is what everybody takes.</summary>
    public const uint DefaultLocalPref = 100;

    private const uint BlackholeCommunity = 0xFFFF029A;
    private const uint NoExportCommunity = 0xFFFFFF01;
    private const uint NoAdvertiseCommunity = 0xFFFFFF02;
    private const uint NoExportSubconfedCommunity = 0xFFFFFF03;

    public uint LocalPref;
    public uint Med;

    /// <summary>The AS that the path came from, 0 for a path that began in our own or with an AS_SET.</summary>
    public uint NeighbourAs;

    /// <summary>ORIGINATOR_ID, 0 for none.</summary>
    public uint OriginatorId;

    public ushort AsPathLength;
    public ushort ClusterListLength;
    public byte Origin;
    public SetFlags Flags;

    /// <param name="canonical">Attributes as <c>AttributeValidator</c> wrote them: valid, four octets an AS.</param>
    public static AttributeRank Read(ReadOnlySpan<byte> canonical)
    {
        var rank = new AttributeRank { LocalPref = DefaultLocalPref };
        var walk = new CanonicalReader(canonical);
        while (walk.Read())
        {
            ReadOnlySpan<byte> value = walk.Value;
            switch (walk.Type)
            {
                case AttributeType.Origin:
                    rank.Origin = value[0];
                    break;
                case AttributeType.AsPath:
                    rank.ReadPath(value);
                    break;
                case AttributeType.MultiExitDisc:
                    rank.Med = BinaryPrimitives.ReadUInt32BigEndian(value);
                    rank.Flags |= SetFlags.HasMed;
                    break;
                case AttributeType.LocalPref:
                    rank.LocalPref = BinaryPrimitives.ReadUInt32BigEndian(value);
                    break;
                case AttributeType.Communities:
                    rank.ReadCommunities(value);
                    break;
                case AttributeType.ExtendedCommunities:
                    rank.Flags |= LinkBandwidth.Read(value) > 0 ? SetFlags.LinkBandwidth : SetFlags.None;
                    break;
                case AttributeType.OriginatorId:
                    rank.OriginatorId = BinaryPrimitives.ReadUInt32BigEndian(value);
                    break;
                case AttributeType.ClusterList:
                    rank.ClusterListLength = (ushort)(value.Length / 4);
                    break;
                case AttributeType.OnlyToCustomer:
                    rank.Flags |= SetFlags.OnlyToCustomer;
                    break;
                default:
                    break;
            }
        }

        return rank;
    }

    private void ReadPath(ReadOnlySpan<byte> path)
    {
        var segments = new PathReader(path);
        bool first = true;
        while (segments.Read())
        {
            if (first && segments.IsSequence)
            {
                NeighbourAs = segments[0];
            }

            first = false;
            AsPathLength += (ushort)(segments.IsSequence ? segments.Count : segments.IsSet ? 1 : 0);
        }
    }

    private void ReadCommunities(ReadOnlySpan<byte> communities)
    {
        for (; communities.Length >= 4; communities = communities[4..])
        {
            Flags |= BinaryPrimitives.ReadUInt32BigEndian(communities) switch
            {
                NoExportCommunity or NoExportSubconfedCommunity => SetFlags.NoExport,
                NoAdvertiseCommunity => SetFlags.NoAdvertise,
                BlackholeCommunity => SetFlags.Blackhole,
                _ => SetFlags.None,
            };
        }
    }
}
