using BgpNode.Net;
using BgpNode.Net.Memory;
using BgpNode.Routing.Memory;

namespace BgpNode.Routing.Attributes;

/// <summary>
/// Every distinct attribute set once, known by a small number, with explicit reference counts. Sets lie in native memory; a
/// path costs the four octets of its number.
/// </summary>
internal sealed partial class AttributeTable
{
    private readonly ByteStore _bytes = new();
    private readonly NativeArray<AttributeRecord> _records = new(256);
    private readonly HashIndex _index = new();
    private readonly HashSet<Address> _unreachable = [];
    private int _limit = 1; // 0 stands for "no set"
    private int _free;

    /// <summary>Sets in use.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the highest number ever given out.</summary>
    public int IdLimit => _limit;

    public AttributeSet this[int id]
    {
        get
        {
            ref AttributeRecord record = ref _records[id];
            Span<byte> bytes = _bytes.Get(record.Bytes, record.AttributesLength + record.NextHopLength);
            return new AttributeSet(id, bytes[..record.AttributesLength], bytes[record.AttributesLength..], ref record.Rank);
        }
    }

    public ref readonly AttributeRank RankOf(int id) => ref _records[id].Rank;

    public int References(int id) => _records[id].References;

    /// <summary>The set of these attributes, made if it is new. The caller holds one reference afterwards.</summary>
    /// <param name="canonical">Attributes as <c>AttributeValidator</c> wrote them, without MP_REACH_NLRI.</param>
    /// <param name="nextHop">0, 4, 16 or 32 octets.</param>
    public int Intern(ReadOnlySpan<byte> canonical, ReadOnlySpan<byte> nextHop)
    {
        ulong hash = HashOf(canonical, NextHopIn(canonical).IsEmpty ? nextHop : []);
        int slot = _index.Start(hash);
        for (int id = _index.Next(hash, ref slot); id != 0; id = _index.Next(hash, ref slot))
        {
            AttributeSet known = this[id];
            if (known.Wire.SequenceEqual(canonical) && known.NextHopBytes.SequenceEqual(nextHop))
            {
                _records[id].References++;
                return id;
            }
        }

        return Add(canonical, nextHop, hash);
    }

    public void AddReference(int id) => _records[id].References++;

    /// <summary>Gives one reference back; the last one frees the set, its aliases and its number.</summary>
    public void Release(int id)
    {
        if (--_records[id].References == 0)
        {
            Remove(id);
        }
    }

    /// <summary>Whether paths with this next hop may be used (RFC 4271 §9.1.2). Returns the numbers of the sets that it concerns.</summary>
    public IReadOnlySet<int> SetReachable(Address nextHop, bool reachable)
    {
        var concerned = new HashSet<int>();
        if (reachable ? !_unreachable.Remove(nextHop) : !_unreachable.Add(nextHop))
        {
            return concerned;
        }

        for (int id = 1; id < _limit; id++)
        {
            if (_records[id].References > 0 && this[id].NextHop == nextHop)
            {
                ref SetFlags flags = ref _records[id].Rank.Flags;
                flags = reachable ? flags & ~SetFlags.Unreachable : flags | SetFlags.Unreachable;
                concerned.Add(id);
            }
        }

        return concerned;
    }

    // The next hop counts where it is not among the attributes.
    private static ulong HashOf(ReadOnlySpan<byte> canonical, ReadOnlySpan<byte> otherNextHop) =>
        KeyedHash.Of(canonical, otherNextHop.IsEmpty ? 0 : KeyedHash.Of(otherNextHop, 1));

    private int Add(ReadOnlySpan<byte> canonical, ReadOnlySpan<byte> nextHop, ulong hash)
    {
        int id = _free;
        if (id != 0)
        {
            _free = _records[id].Bytes;
        }
        else
        {
            id = _limit++;
            _records.EnsureLength(_limit);
        }

        int handle = _bytes.Reserve(canonical.Length + nextHop.Length);
        Span<byte> whole = _bytes.Get(handle, canonical.Length + nextHop.Length);
        canonical.CopyTo(whole);
        nextHop.CopyTo(whole[canonical.Length..]);
        _records[id] = new AttributeRecord
        {
            Rank = AttributeRank.Read(canonical),
            Hash = (uint)(hash >> 32),
            References = 1,
            Bytes = handle,
            AttributesLength = (ushort)canonical.Length,
            NextHopLength = (byte)nextHop.Length,
        };
        if (_unreachable.Count > 0 && this[id].NextHop is { } address && _unreachable.Contains(address))
        {
            _records[id].Rank.Flags |= SetFlags.Unreachable;
        }

        _index.Add(hash, id);
        Count++;
        return id;
    }

    private void Remove(int id)
    {
        RemoveAliases(id);
        ref AttributeRecord record = ref _records[id];
        _index.Remove((ulong)record.Hash << 32, id);
        _bytes.Remove(record.Bytes, record.AttributesLength + record.NextHopLength);
        record.Bytes = _free;
        _free = id;
        Count--;
    }
}
