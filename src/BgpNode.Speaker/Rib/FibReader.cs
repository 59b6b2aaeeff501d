using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BgpNode.Net;
using BgpNode.Routing.Attributes;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>The forwarding table's reader of the journals: tells the sink, in batches, what each changed prefix is to be now.</summary>
internal sealed class FibReader(RibTables tables)
{
    // Past this many, objects are made anew: sharing them is an economy, not a promise.
    private const int MaxShared = 4096;

    private readonly Dictionary<FibPath, FibPath> _shared = [];
    private readonly Dictionary<(ushort Source, FibGateway Gateway), FibPath> _single = [];
    private readonly List<(FibSynced Synced, long Sequence)> _synced = [];
    private FibFamily[] _families = [];
    private IFibSink? _sink;
    private FibBatch? _refused;
    private volatile bool _waits;

    public void Attach(IFibSink sink)
    {
        if (_sink is null)
        {
            _families = [new FibFamily(tables[Family.IPv4]), new FibFamily(tables[Family.IPv6])];
        }

        _sink = sink;
    }

    public void Resume() => _waits = false;

    /// <summary>A source went or changed: its number may stand for another one soon.</summary>
    public void ForgetSources() => _single.Clear();

    /// <summary>A neighbour sent End-of-RIB; the sink hears of it after everything that came before.</summary>
    public void Synced(string? peer, Family family)
    {
        var synced = new FibSynced(peer, family);
        _synced.RemoveAll(s => s.Synced == synced);
        _synced.Add((synced, tables[family].ForwardingJournal.Head));
    }

    /// <summary>Offers at most one batch. Returns whether there may be more to tell now.</summary>
    public bool Pump()
    {
        if (_sink is not { } sink || _waits)
        {
            return false;
        }

        FibBatch batch = _refused ?? Fill();
        _refused = null;
        if (batch.Count == 0 && batch.Synced.Count == 0)
        {
            batch.Return();
            return false;
        }

        _waits = true; // before the offer: its answer and a Resume from another thread may cross
        if (sink.TryOffer(batch))
        {
            _waits = false;
            return true;
        }

        _refused = batch;
        return !_waits;
    }

    /// <summary>What the forwarding table is to hold for a prefix, null for nothing.</summary>
    public FibPath? PathOf(FamilyRib rib, int prefixId)
    {
        ReadOnlySpan<Candidate> paths = rib.Forwarding(prefixId);
        if (paths.IsEmpty)
        {
            return null;
        }

        if (paths[0].Source.Kind == SourceKind.Local)
        {
            return tables.Locals(rib.Family).Find(prefixId)?.Route switch
            {
                { Kind: RouteKind.Workload, Interface: var link } => Share(new FibPath { Kind = FibPathKind.Local, Interface = link }),
                { Kind: RouteKind.Blackhole } => Share(new FibPath { Kind = FibPathKind.Blackhole }),
                _ => null,
            };
        }

        if (paths[0].Source.InstallsBlackholes && (rib.Attributes.RankOf(paths[0].SetId).Flags & SetFlags.Blackhole) != 0
            && rib.PrefixOf(prefixId).Length == rib.Family.AddressBits())
        {
            return Share(new FibPath { Kind = FibPathKind.Blackhole, Sources = [paths[0].Source.Name] });
        }

        // Nearly every route has one gateway, and there are few of them: no object per route.
        (ushort Source, FibGateway Gateway) only = (paths[0].Source.Index, GatewayOf(rib, paths[0]));
        if (paths.Length == 1 && _single.TryGetValue(only, out FibPath? known))
        {
            return known;
        }

        FibPath path = Share(new FibPath
        {
            Kind = FibPathKind.Via,
            Gateways = Gateways(rib, paths),
            Sources = [.. paths.ToArray().Select(p => p.Source.Name)],
        });
        if (paths.Length == 1 && _single.Count < MaxShared)
        {
            _single.Add(only, path);
        }

        return path;
    }

    private FibBatch Fill()
    {
        var batch = new FibBatch();
        foreach (FibFamily family in _families)
        {
            while (!batch.IsFull && family.TryRead(out int prefixId))
            {
                FibPath? path = PathOf(family.Rib, prefixId);
                if (path is not null || family.WasTold(prefixId))
                {
                    batch.Add(new FibEntry(family.Rib.PrefixOf(prefixId), path));
                    family.Told(prefixId, path is not null);
                }
            }
        }

        if (_synced.Count > 0)
        {
            batch.Synced = [.. _synced.Where(s => _families[(int)s.Synced.Family].HasPassed(s.Sequence)).Select(s => s.Synced)];
            _synced.RemoveAll(s => _families[(int)s.Synced.Family].HasPassed(s.Sequence));
        }

        return batch;
    }

    // Equal shares unless every path says what it can carry: half of the truth would be worse than none.
    private static ImmutableArray<FibGateway> Gateways(FamilyRib rib, ReadOnlySpan<Candidate> paths)
    {
        var gateways = new FibGateway[paths.Length];
        Span<float> bandwidths = stackalloc float[paths.Length];
        bool all = paths.Length > 1;
        for (int i = 0; i < paths.Length; i++)
        {
            gateways[i] = GatewayOf(rib, paths[i]);
            all = all && (paths[i].Rank.Flags & SetFlags.LinkBandwidth) != 0;
            bandwidths[i] = all ? LinkBandwidth.Of(rib.Attributes[paths[i].SetId]) : 0;
        }

        if (all)
        {
            Span<ushort> weights = stackalloc ushort[paths.Length];
            LinkBandwidth.Weigh(bandwidths, weights);
            for (int i = 0; i < gateways.Length; i++)
            {
                gateways[i] = gateways[i] with { Weight = weights[i] };
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(gateways);
    }

    private static FibGateway GatewayOf(FamilyRib rib, in Candidate path)
    {
        AttributeSet set = rib.Attributes[path.SetId];
        Address nextHop = set.NextHop ?? default;
        if (nextHop.IsUnspecified && set.LinkLocalNextHop is { } linkLocal)
        {
            nextHop = linkLocal; // of 32 octets the first 16 say nothing on a link that has no other address (RFC 2545 §3)
        }

        return new FibGateway(nextHop, nextHop.IsLinkLocal ? path.Source.InterfaceIndex : 0);
    }

    private FibPath Share(FibPath path)
    {
        if (_shared.TryGetValue(path, out FibPath? known))
        {
            return known;
        }

        if (_shared.Count >= MaxShared)
        {
            _shared.Clear();
        }

        _shared.Add(path, path);
        return path;
    }
}
