using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Rib;

/// <summary>The routes that this node originates in one family: what a path alone does not say about them.</summary>
internal sealed class LocalRoutes(FamilyRib rib)
{
    private readonly Dictionary<int, LocalEntry> _entries = [];
    private byte[] _attributes = new byte[64];

    public int Count => _entries.Count;

    public void Apply(LocalChange change)
    {
        if (change.Route is not { } route)
        {
            Remove(change);
            return;
        }

        int id = rib.GetOrAdd(change.Prefix);
        bool isNew = !_entries.TryGetValue(id, out LocalEntry? entry);
        if (isNew)
        {
            _entries.Add(id, new LocalEntry(route));
        }
        else
        {
            entry!.Route = route;
        }

        int set = rib.Attributes.Intern(Attributes(route), []);
        if (rib.Announce(RibSource.Local, id, set, set) == set)
        {
            rib.Touch(id); // same attributes, but perhaps another interface or no longer announced
        }

        rib.Attributes.Release(set);
    }

    /// <summary>The kernel has the route. Says nothing about a route that went meanwhile.</summary>
    public void Acknowledge(BgpNode.Net.Prefix prefix)
    {
        int id = rib.Find(prefix);
        if (id >= 0 && _entries.TryGetValue(id, out LocalEntry? entry) && !entry.Acknowledged)
        {
            entry.Acknowledged = true;
            rib.TouchExports(id);
        }
    }

    public LocalEntry? Find(int prefixId) => _entries.GetValueOrDefault(prefixId);

    public bool MayBeAnnounced(int prefixId) => _entries.TryGetValue(prefixId, out LocalEntry? entry) && entry.MayBeAnnounced;

    private void Remove(LocalChange change)
    {
        int id = rib.Find(change.Prefix);
        if (id >= 0 && _entries.Remove(id))
        {
            rib.Withdraw(RibSource.Local, id);
        }
    }

    /*  ORIGIN             IGP
        AS_PATH            empty
        MULTI_EXIT_DISC    when there is one
        COMMUNITIES        when there are any, sorted
        LARGE_COMMUNITY    when there are any, sorted  */
    private ReadOnlySpan<byte> Attributes(LocalRoute route)
    {
        const AttributeFlags optionalTransitive = AttributeFlags.Optional | AttributeFlags.Transitive;
        int room = 32 + (4 * route.Communities.Length) + (12 * route.LargeCommunities.Length);
        if (room > _attributes.Length)
        {
            _attributes = new byte[room];
        }

        var writer = new WireWriter(_attributes);
        AttributeWriter.Write(ref writer, AttributeFlags.Transitive, AttributeType.Origin, [(byte)Origin.Igp]);
        AttributeWriter.WriteHead(ref writer, AttributeFlags.Transitive, AttributeType.AsPath, 0);
        if (route.Med is { } med)
        {
            AttributeWriter.WriteHead(ref writer, AttributeFlags.Optional, AttributeType.MultiExitDisc, 4);
            writer.U32(med);
        }

        if (route.Communities.Length > 0)
        {
            AttributeWriter.WriteHead(ref writer, optionalTransitive, AttributeType.Communities, 4 * route.Communities.Length);
            foreach (uint community in route.Communities.Sort())
            {
                writer.U32(community);
            }
        }

        if (route.LargeCommunities.Length > 0)
        {
            AttributeWriter.WriteHead(ref writer, optionalTransitive, AttributeType.LargeCommunities, 12 * route.LargeCommunities.Length);
            foreach (LargeCommunity community in route.LargeCommunities.Sort())
            {
                writer.U32(community.GlobalAdministrator);
                writer.U32(community.LocalData1);
                writer.U32(community.LocalData2);
            }
        }

        return _attributes.AsSpan(0, writer.Complete());
    }
}
