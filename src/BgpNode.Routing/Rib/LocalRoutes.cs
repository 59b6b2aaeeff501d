using System.Buffers.Binary;
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
        COMMUNITIES        when there are any, sorted  */
    private ReadOnlySpan<byte> Attributes(LocalRoute route)
    {
        int length = 7 + (route.Med is null ? 0 : 7) + (route.Communities.Length == 0 ? 0 : 4 + (4 * route.Communities.Length));
        if (length > _attributes.Length)
        {
            _attributes = new byte[length];
        }

        ReadOnlySpan<byte> head = [0x40, (byte)AttributeType.Origin, 1, 0, 0x40, (byte)AttributeType.AsPath, 0];
        head.CopyTo(_attributes);
        Span<byte> rest = _attributes.AsSpan(7, length - 7);
        if (route.Med is { } med)
        {
            (rest[0], rest[1], rest[2]) = (0x80, (byte)AttributeType.MultiExitDisc, 4);
            BinaryPrimitives.WriteUInt32BigEndian(rest[3..], med);
            rest = rest[7..];
        }

        if (route.Communities.Length > 0)
        {
            (rest[0], rest[1]) = (0xd0, (byte)AttributeType.Communities);
            BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)(4 * route.Communities.Length));
            rest = rest[4..];
            foreach (uint community in route.Communities.Sort())
            {
                BinaryPrimitives.WriteUInt32BigEndian(rest, community);
                rest = rest[4..];
            }
        }

        return _attributes.AsSpan(0, length);
    }
}
