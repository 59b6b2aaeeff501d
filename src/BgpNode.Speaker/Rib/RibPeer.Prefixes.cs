using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Import;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>What the prefixes of an UPDATE do to the RIB, once its attributes are judged.</summary>
internal sealed partial class RibPeer
{
    private bool Announce(Family family, ReadOnlySpan<byte> nlri, int set)
    {
        FamilyRib rib = _tables[family];
        int accepted = _import.Judge(_tables.Attributes[set]) == ImportRefusal.None ? set : 0;
        _filter?.Forget();
        if ((accepted != 0 && _filter is not null) || Lanes.HavePathIds(family) || _refreshes[(int)family] is not null)
        {
            return AnnounceEach(family, nlri, set, accepted != 0);
        }

        var reader = new NlriReader(nlri, family, addPath: false);
        if (family == Family.IPv4)
        {
            while (reader.ReadV4(out uint address, out byte length, out _))
            {
                int id = rib.GetOrAdd(address, length);
                rib.Announce(Source, id, set, WithinLimit(rib, Source, id, accepted));
            }
        }
        else
        {
            while (reader.Read(out Prefix prefix, out _))
            {
                int id = rib.GetOrAdd(prefix);
                rib.Announce(Source, id, set, WithinLimit(rib, Source, id, accepted));
            }
        }

        return !IsMalformed(reader) && CheckLimit(family);
    }

    // With an import filter, path identifiers, or a refresh under way every prefix is looked at.
    private bool AnnounceEach(Family family, ReadOnlySpan<byte> nlri, int set, bool accepts)
    {
        FamilyRib rib = _tables[family];
        StaleMarks? marks = _refreshes[(int)family]?.Marks;
        bool pathIds = Lanes.HavePathIds(family);
        var reader = new NlriReader(nlri, family, pathIds);
        while (reader.Read(out Prefix prefix, out uint pathId))
        {
            int id = rib.GetOrAdd(prefix);
            RibSource? lane = pathIds ? Lanes.FindOrAdd(rib, id, pathId) : Source;
            if (lane is null)
            {
                Refuse(family, prefix);
                continue;
            }

            marks?.Clear(lane.Index, id);
            rib.Announce(lane, id, pathId, set, WithinLimit(rib, lane, id, accepts ? Admit(set, prefix) : 0));
        }

        return !IsMalformed(reader) && CheckLimit(family);
    }

    private bool Withdraw(Family family, ReadOnlySpan<byte> nlri)
    {
        FamilyRib rib = _tables[family];
        int withdrawn = 0;
        bool pathIds = Lanes.HavePathIds(family);
        var reader = new NlriReader(nlri, family, pathIds);
        if (pathIds)
        {
            while (reader.Read(out Prefix prefix, out uint pathId))
            {
                withdrawn++;
                int id = rib.Find(prefix);
                WithdrawKnown(rib, id >= 0 ? Lanes.Find(rib, id, pathId) : null, id);
            }
        }
        else if (family == Family.IPv4)
        {
            while (reader.ReadV4(out uint address, out byte length, out _))
            {
                withdrawn++;
                WithdrawKnown(rib, Source, rib.Find(address, length));
            }
        }
        else
        {
            while (reader.Read(out Prefix prefix, out _))
            {
                withdrawn++;
                WithdrawKnown(rib, Source, rib.Find(prefix));
            }
        }

        Counters[family].WithdrawsReceived += withdrawn;
        return !IsMalformed(reader) && (withdrawn == 0 || CheckLimit(family));
    }

    // The session stays: the neighbour's other paths are as good as they were.
    private void Refuse(Family family, Prefix prefix)
    {
        if (Counters[family].PathsRefused++ == 0)
        {
            _loop.LogTooManyPaths(Name, prefix, PeerLanes.MaxPaths);
        }
    }

    private static void WithdrawKnown(FamilyRib rib, RibSource? lane, int prefixId)
    {
        if (prefixId >= 0 && lane is not null)
        {
            rib.Withdraw(lane, prefixId);
        }
    }

    private static void Prefetch(FamilyRib rib, NlriReader reader)
    {
        while (reader.ReadV4(out uint address, out byte length, out _))
        {
            rib.Prefetch(address, length);
        }
    }
}
