using System.Buffers.Binary;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;

namespace BgpNode.Routing.Export;

/// <summary>
/// Turns an attribute set into the attributes that the neighbours of one key are sent: bytes to bytes, without decoding what
/// stays. A result is valid until the next call of any encoder that shares the scratch.
/// </summary>
/// <remarks>
/// The result is not kept per set: it is used for a whole batch of prefixes, costs about as much as finding it again would,
/// and keeping it would double the memory of attributes for every group.
/// </remarks>
internal sealed partial class ExportEncoder(ExportKey key, AttributeTable attributes, ExportScratch scratch, RouteFilter? filter = null)
{
    private const AttributeFlags OptionalTransitive = AttributeFlags.Optional | AttributeFlags.Transitive;

    private int _length;
    private int _nextHopLength;

    public ExportKey Key => key;

    /// <summary>The attributes in order of their types; NEXT_HOP is among them unless <see cref="Multiprotocol"/>.</summary>
    public ReadOnlySpan<byte> Attributes => scratch.Attributes.AsSpan(0, _length);

    public ReadOnlySpan<byte> NextHop => scratch.NextHop.AsSpan(0, _nextHopLength);

    /// <summary>The next hop and the prefixes go into MP_REACH_NLRI: IPv6, and IPv4 with an IPv6 next hop (RFC 8950).</summary>
    public bool Multiprotocol { get; private set; }

    /// <summary>Whether there is a next hop that the neighbours understand.</summary>
    public bool HasNextHop(RibSource source, int setId, Family family) =>
        ExportRules.NextHop(key, source, attributes[setId], family, scratch.NextHop, OfPolicy(setId)) != 0;

    /// <summary>Encodes a path for the neighbours, or says why they do not get it.</summary>
    public ExportRefusal Encode(RibSource source, int setId, Family family)
    {
        AttributeSet set = attributes[setId];
        // A rule's own NO_EXPORT is for the neighbour; the set that it came from was judged when it was chosen.
        ExportRefusal refusal = filter?.Made(setId) == true ? ExportRefusal.None : ExportRules.Judge(key, source, set);
        if (refusal != ExportRefusal.None)
        {
            return refusal;
        }

        _nextHopLength = ExportRules.NextHop(key, source, set, family, scratch.NextHop, OfPolicy(setId));
        if (_nextHopLength == 0)
        {
            return ExportRefusal.NextHop;
        }

        Multiprotocol = family == Family.IPv6 || _nextHopLength != 4;
        Write(source, set);
        return ExportRefusal.None;
    }

    /// <summary>What the neighbours are sent, as values: for display.</summary>
    public PathAttributes Describe(RibSource source, int setId, Family family)
    {
        AttributeSet set = attributes[setId];
        PathAttributes sent = set.Decode(family);
        int length = ExportRules.NextHop(key, source, set, family, scratch.NextHop, OfPolicy(setId));
        Address? nextHop = MpReach.TryReadNextHop(scratch.NextHop.AsSpan(0, length), out Address address, out _) ? address : null;
        if (key.IsExternal)
        {
            return sent with
            {
                ExtendedCommunities = sent.ExtendedCommunities.RemoveAll(community => !new ExtendedCommunity(community).IsTransitive),
                OnlyToCustomer = sent.OnlyToCustomer ?? (key.MarksForCustomers ? key.LocalAs.Value : null),
                AsPath = sent.AsPath.Prepend(key.LocalAs),
                NextHop = nextHop,
                LocalPref = null,
                Med = SendsMed(source, setId) ? sent.Med : null,
                OriginatorId = null,
                ClusterList = [],
            };
        }

        return sent with
        {
            NextHop = nextHop,
            LocalPref = sent.LocalPref ?? AttributeRank.DefaultLocalPref,
            OriginatorId = source.IsInternal ? sent.OriginatorId ?? source.RouterId : sent.OriginatorId,
            ClusterList = source.IsInternal ? [key.ClusterId, .. sent.ClusterList] : sent.ClusterList,
        };
    }

    /*  ORIGIN             as it is
        AS_PATH            with our AS before it to external neighbours
        NEXT_HOP           ours or kept, unless it goes into MP_REACH_NLRI
        MULTI_EXIT_DISC    to internal neighbours, and ours or the policy's to external ones (RFC 4271 §5.1.4)
        LOCAL_PREF         to internal neighbours only (§5.1.5)
        ...                as they are
        ORIGINATOR_ID      added when we reflect, never to external neighbours (RFC 4456 §8)
        CLUSTER_LIST       ours before the others when we reflect, never to external neighbours
        ONLY_TO_CUSTOMER   added towards a customer, a peer, a route server's client (RFC 9234 §5)
        EXTENDED_...       to external neighbours without those that are not to leave the AS (RFC 4360 §6)
        AS4_PATH           to a neighbour with two octets, when something is lost without it
        unknown            only transitive ones, marked as partial (RFC 4271 §5)              */
    private void Write(RibSource source, in AttributeSet set)
    {
        var writer = new WireWriter(scratch.Attributes);
        bool reflects = source.IsInternal && !key.IsExternal;
        ReadOnlySpan<byte> originator = [], clusters = [], path = [], aggregator = [];
        bool localPref = key.IsExternal, nextHop = Multiprotocol, reflected = !reflects, marked = !key.MarksForCustomers;
        var walk = new CanonicalReader(set.Wire);
        while (walk.Read())
        {
            if (!nextHop && walk.Type > AttributeType.NextHop)
            {
                nextHop = WriteNextHop(ref writer);
            }

            if (!localPref && walk.Type > AttributeType.LocalPref)
            {
                localPref = WriteDefaultLocalPref(ref writer);
            }

            if (!marked && walk.Type >= AttributeType.OnlyToCustomer)
            {
                marked = walk.Type == AttributeType.OnlyToCustomer || WriteOnlyToCustomer(ref writer);
            }

            if (!reflected && walk.Type > AttributeType.ClusterList)
            {
                reflected = WriteReflection(ref writer, source, originator, clusters);
            }

            switch (walk.Type)
            {
                case AttributeType.AsPath:
                    path = key.IsExternal ? Prepend(walk.Value) : walk.Value;
                    WritePath(ref writer, path);
                    break;
                case AttributeType.NextHop:
                    break; // written from what the rules say
                case AttributeType.MultiExitDisc:
                    if (!key.IsExternal || SendsMed(source, set.Id))
                    {
                        writer.Bytes(walk.Whole);
                    }

                    break;
                case AttributeType.LocalPref:
                    if (!key.IsExternal)
                    {
                        writer.Bytes(walk.Whole);
                        localPref = true;
                    }

                    break;
                case AttributeType.Aggregator:
                    aggregator = walk.Value;
                    WriteAggregator(ref writer, walk.Whole, walk.Value);
                    break;
                case AttributeType.ExtendedCommunities when key.IsExternal:
                    WriteTransitive(ref writer, walk);
                    break;
                case AttributeType.OriginatorId:
                    originator = walk.Value;
                    break;
                case AttributeType.ClusterList:
                    clusters = walk.Value;
                    break;
                default:
                    WriteOther(ref writer, walk);
                    break;
            }
        }

        _ = nextHop || WriteNextHop(ref writer);
        _ = localPref || WriteDefaultLocalPref(ref writer);
        _ = reflected || WriteReflection(ref writer, source, originator, clusters);
        _ = marked || WriteOnlyToCustomer(ref writer);
        WriteAs4(ref writer, path, aggregator);
        _length = writer.Complete();
    }

    // To external neighbours: ours, or what a rule of their filter set (RFC 4271 §5.1.4).
    private bool SendsMed(RibSource source, int setId) => source.Kind == SourceKind.Local || (filter?.HasMedOfPolicy(setId) ?? false);

    private bool OfPolicy(int setId) => filter?.HasNextHopOfPolicy(setId) ?? false;

    private bool WriteNextHop(ref WireWriter writer)
    {
        AttributeWriter.Write(ref writer, AttributeFlags.Transitive, AttributeType.NextHop, NextHop);
        return true;
    }

    private static bool WriteDefaultLocalPref(ref WireWriter writer)
    {
        AttributeWriter.WriteHead(ref writer, AttributeFlags.Transitive, AttributeType.LocalPref, 4);
        writer.U32(AttributeRank.DefaultLocalPref);
        return true;
    }

    private bool WriteOnlyToCustomer(ref WireWriter writer)
    {
        AttributeWriter.WriteHead(ref writer, OptionalTransitive, AttributeType.OnlyToCustomer, 4);
        writer.U32(key.LocalAs.Value);
        return true;
    }

    private bool WriteReflection(ref WireWriter writer, RibSource source, ReadOnlySpan<byte> originator, ReadOnlySpan<byte> clusters)
    {
        AttributeWriter.WriteHead(ref writer, AttributeFlags.Optional, AttributeType.OriginatorId, 4);
        writer.U32(originator.IsEmpty ? source.RouterId.Value : BinaryPrimitives.ReadUInt32BigEndian(originator));
        AttributeWriter.WriteHead(ref writer, AttributeFlags.Optional, AttributeType.ClusterList, 4 + clusters.Length);
        writer.U32(key.ClusterId);
        writer.Bytes(clusters);
        return true;
    }

    private static void WriteTransitive(ref WireWriter writer, in CanonicalReader attribute)
    {
        int octets = 0;
        for (ReadOnlySpan<byte> rest = attribute.Value; rest.Length >= 8; rest = rest[8..])
        {
            octets += new ExtendedCommunity(BinaryPrimitives.ReadUInt64BigEndian(rest)).IsTransitive ? 8 : 0;
        }

        if (octets == 0)
        {
            return;
        }

        AttributeWriter.WriteHead(ref writer, (AttributeFlags)attribute.Flags, attribute.Type, octets);
        for (ReadOnlySpan<byte> rest = attribute.Value; rest.Length >= 8; rest = rest[8..])
        {
            if (new ExtendedCommunity(BinaryPrimitives.ReadUInt64BigEndian(rest)).IsTransitive)
            {
                writer.Bytes(rest[..8]);
            }
        }
    }

    private static void WriteOther(ref WireWriter writer, in CanonicalReader attribute)
    {
        var flags = (AttributeFlags)attribute.Flags;
        if (attribute.Type.Class() is null)
        {
            if ((flags & AttributeFlags.Transitive) != 0)
            {
                AttributeWriter.Write(ref writer, flags | AttributeFlags.Partial, attribute.Type, attribute.Value);
            }
        }
        else if ((flags & OptionalTransitive) != AttributeFlags.Optional)
        {
            writer.Bytes(attribute.Whole);
        }
    }
}
