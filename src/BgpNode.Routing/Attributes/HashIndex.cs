namespace BgpNode.Routing.Attributes;

/// <summary>
/// Open addressing from hashes to numbers: eight octets a slot, half of it hash, so that nearly every probe is decided
/// without looking at the thing itself. The caller compares what the hash cannot tell apart.
/// </summary>
internal sealed class HashIndex
{
    private ulong[] _slots = new ulong[1024]; // hash << 32 | id; 0 is empty, so ids begin with 1
    private int _count;

    /// <summary>Where to begin looking for a hash.</summary>
    public int Start(ulong hash) => (int)(hash >> 32) & (_slots.Length - 1);

    /// <summary>The next id with this hash from <paramref name="slot"/> on, or 0; moves the slot on.</summary>
    public int Next(ulong hash, ref int slot)
    {
        int mask = _slots.Length - 1;
        for (; ; slot = (slot + 1) & mask)
        {
            ulong entry = _slots[slot];
            if (entry == 0)
            {
                return 0;
            }

            if (entry >> 32 == hash >> 32)
            {
                slot = (slot + 1) & mask;
                return (int)(uint)entry;
            }
        }
    }

    public void Add(ulong hash, int id)
    {
        if ((_count + 1) * 5L > _slots.Length * 3L)
        {
            Grow();
        }

        Insert(((hash >> 32) << 32) | (uint)id);
        _count++;
    }

    public void Remove(ulong hash, int id)
    {
        int mask = _slots.Length - 1;
        ulong wanted = ((hash >> 32) << 32) | (uint)id;
        int hole = Start(hash);
        while (_slots[hole] != wanted)
        {
            if (_slots[hole] == 0)
            {
                return;
            }

            hole = (hole + 1) & mask;
        }

        for (int next = (hole + 1) & mask; _slots[next] != 0; next = (next + 1) & mask)
        {
            int home = Start(_slots[next]);
            if (((next - home) & mask) >= ((next - hole) & mask))
            {
                _slots[hole] = _slots[next];
                hole = next;
            }
        }

        _slots[hole] = 0;
        _count--;
    }

    private void Insert(ulong entry)
    {
        int mask = _slots.Length - 1;
        int slot = Start(entry);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = entry;
    }

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (ulong entry in old)
        {
            if (entry != 0)
            {
                Insert(entry);
            }
        }
    }
}
