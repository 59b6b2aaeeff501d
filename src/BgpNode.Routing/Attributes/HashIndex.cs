using System.Numerics;
using BgpNode.Net.Memory;

namespace BgpNode.Routing.Attributes;

/// <summary>
/// Open addressing from hashes to numbers: eight octets a slot, half of it hash, so that nearly every probe is decided
/// without looking at the thing itself. The caller compares what the hash cannot tell apart.
/// </summary>
/// <remarks>The place is the hash's upper bits: growing then reads and writes in order.</remarks>
internal sealed class HashIndex
{
    private const int SmallestCapacity = 1024;

    private NativeArray<ulong> _slots = new(SmallestCapacity); // hash << 32 | id; 0 is empty, so ids begin with 1
    private int _shift = 64 - BitOperations.Log2(SmallestCapacity);
    private int _count;

    /// <summary>Where to begin looking for a hash.</summary>
    public int Start(ulong hash) => (int)(hash >> _shift);

    /// <summary>Begins to load the place where a hash is or would be.</summary>
    public void Prefetch(ulong hash) => _slots.Prefetch(Start(hash));

    /// <summary>The next id with this hash from <paramref name="slot"/> on, or 0; moves the slot on.</summary>
    public int Next(ulong hash, ref int slot)
    {
        ReadOnlySpan<ulong> slots = _slots.AsSpan(0, _slots.Length);
        int mask = slots.Length - 1;
        for (; ; slot = (slot + 1) & mask)
        {
            ulong entry = slots[slot];
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
            Resize(_slots.Length * 2);
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
        if (_count * 16L < _slots.Length && _slots.Length > SmallestCapacity)
        {
            Resize(Math.Max(SmallestCapacity, _slots.Length / 4));
        }
    }

    private void Insert(ulong entry)
    {
        Span<ulong> slots = _slots.AsSpan(0, _slots.Length);
        int mask = slots.Length - 1;
        int slot = Start(entry);
        while (slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        slots[slot] = entry;
    }

    private void Resize(int capacity)
    {
        NativeArray<ulong> old = _slots;
        _slots = new NativeArray<ulong>(capacity);
        _slots.Populate();
        _shift = 64 - BitOperations.Log2((uint)capacity);
        foreach (ulong entry in old.AsSpan(0, old.Length))
        {
            if (entry != 0)
            {
                Insert(entry);
            }
        }

        old.Release(); // at once: nobody else has it
    }
}
