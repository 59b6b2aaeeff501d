using BgpNode.Net.Memory;
using BgpNode.Protocol.Wire;

namespace BgpNode.Routing.Attributes;

/// <summary>
/// The short way from received bytes to a set: a form that was judged before under the same rules is not judged again.
/// </summary>
internal sealed partial class AttributeTable
{
    // A neighbour could write one set in very many ways; only so many are remembered, the others are judged each time.
    private const int MaxAliases = 8;

    private readonly NativeArray<AttributeAlias> _aliases = new(256);
    private readonly HashIndex _aliasIndex = new();
    private int _aliasLimit = 1;
    private int _freeAlias;

    /// <summary>Received forms that are remembered besides those that are the set's own bytes.</summary>
    public int AliasCount { get; private set; }

    /// <summary>The set that these bytes led to before, or 0. The caller holds one reference to it afterwards.</summary>
    /// <param name="received">All attributes of an UPDATE but MP_REACH_NLRI and MP_UNREACH_NLRI, as they came.</param>
    /// <param name="rulesClass">A number for the rules of the session.</param>
    /// <param name="nextHop">The next hop of MP_REACH_NLRI; empty when NEXT_HOP counts.</param>
    public int FindReceived(ReadOnlySpan<byte> received, ushort rulesClass, ReadOnlySpan<byte> nextHop)
    {
        // Most neighbours write sets as we do: then there is one place to look.
        ulong hash = HashOf(received, nextHop);
        int slot = _index.Start(hash);
        for (int id = _index.Next(hash, ref slot); id != 0; id = _index.Next(hash, ref slot))
        {
            ref AttributeRecord record = ref _records[id];
            if (record.JudgedUnder == rulesClass && Holds(record, received, nextHop))
            {
                record.References++;
                return id;
            }
        }

        return AliasCount == 0 ? 0 : FindAlias(received, rulesClass, nextHop);
    }

    private bool Holds(in AttributeRecord record, ReadOnlySpan<byte> attributes, ReadOnlySpan<byte> nextHop)
    {
        ReadOnlySpan<byte> bytes = _bytes.Get(record.Bytes, record.AttributesLength + record.NextHopLength);
        return bytes[..record.AttributesLength].SequenceEqual(attributes)
            && (nextHop.IsEmpty || bytes[record.AttributesLength..].SequenceEqual(nextHop));
    }

    private int FindAlias(ReadOnlySpan<byte> received, ushort rulesClass, ReadOnlySpan<byte> nextHop)
    {
        ulong hash = HashReceived(received, rulesClass, nextHop);
        int slot = _aliasIndex.Start(hash);
        for (int id = _aliasIndex.Next(hash, ref slot); id != 0; id = _aliasIndex.Next(hash, ref slot))
        {
            ref AttributeAlias alias = ref _aliases[id];
            if (alias.RulesClass == rulesClass && alias.Multiprotocol == !nextHop.IsEmpty
                && BytesOf(ref alias).SequenceEqual(received)
                && (nextHop.IsEmpty || this[alias.SetId].NextHopBytes.SequenceEqual(nextHop)))
            {
                _records[alias.SetId].References++;
                return alias.SetId;
            }
        }

        return 0;
    }

    /// <summary>Begins to load what <see cref="FindReceived"/> will look at.</summary>
    public void Prefetch(ReadOnlySpan<byte> received) => _index.Prefetch(HashOf(received, []));

    /// <summary>Interns what <c>AttributeValidator</c> made of received bytes, and remembers them. The caller holds one reference afterwards.</summary>
    public int AddReceived(ReadOnlySpan<byte> received, ushort rulesClass, ReadOnlySpan<byte> nextHop, ReadOnlySpan<byte> canonical)
    {
        int setId = Intern(canonical, nextHop.IsEmpty ? NextHopIn(canonical) : nextHop);
        bool isSame = received.SequenceEqual(canonical);
        if (isSame && _records[setId].JudgedUnder == 0)
        {
            _records[setId].JudgedUnder = rulesClass;
            return setId;
        }

        if (_records[setId].Aliases == MaxAliases)
        {
            return setId;
        }

        int id = _freeAlias;
        if (id != 0)
        {
            _freeAlias = _aliases[id].Next;
        }
        else
        {
            id = _aliasLimit++;
            _aliases.EnsureLength(_aliasLimit);
        }

        ref AttributeRecord record = ref _records[setId];
        ulong hash = HashReceived(received, rulesClass, nextHop);
        _aliases[id] = new AttributeAlias
        {
            Hash = hash,
            SetId = setId,
            Bytes = isSame ? AttributeAlias.SameAsSet : _bytes.Add(received),
            Length = (ushort)received.Length,
            RulesClass = rulesClass,
            Multiprotocol = !nextHop.IsEmpty,
            Next = record.FirstAlias,
        };
        record.FirstAlias = id;
        record.Aliases++;
        _aliasIndex.Add(hash, id);
        AliasCount++;
        return setId;
    }

    private ReadOnlySpan<byte> BytesOf(ref AttributeAlias alias) =>
        alias.Bytes == AttributeAlias.SameAsSet ? this[alias.SetId].Wire : _bytes.Get(alias.Bytes, alias.Length);

    private void RemoveAliases(int setId)
    {
        ref AttributeRecord record = ref _records[setId];
        while (record.FirstAlias != 0)
        {
            int id = record.FirstAlias;
            ref AttributeAlias alias = ref _aliases[id];
            record.FirstAlias = alias.Next;
            _aliasIndex.Remove(alias.Hash, id);
            if (alias.Bytes != AttributeAlias.SameAsSet)
            {
                _bytes.Remove(alias.Bytes, alias.Length);
            }

            alias.Next = _freeAlias;
            _freeAlias = id;
            AliasCount--;
        }
    }

    private static ulong HashReceived(ReadOnlySpan<byte> received, ushort rulesClass, ReadOnlySpan<byte> nextHop) =>
        KeyedHash.Of(received, nextHop.IsEmpty ? rulesClass : KeyedHash.Of(nextHop, rulesClass));

    private static ReadOnlySpan<byte> NextHopIn(ReadOnlySpan<byte> canonical)
    {
        var walk = new CanonicalReader(canonical);
        while (walk.Read())
        {
            if (walk.Type == AttributeType.NextHop)
            {
                return walk.Value;
            }
        }

        return [];
    }
}
