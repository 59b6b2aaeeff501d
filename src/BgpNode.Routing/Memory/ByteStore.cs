using System.Numerics;
using System.Runtime.InteropServices;
using BgpNode.Net.Memory;

namespace BgpNode.Routing.Memory;

/// <summary>
/// Many short byte strings outside the collected heap, each known by a handle. Freed ones are used again for strings of the
/// same size class: steps of 16 octets up to 512, powers of two up to 65,536.
/// </summary>
internal sealed class ByteStore
{
    private const int Granule = 16;
    private const int SmallLimit = 512;
    private const int SmallClasses = SmallLimit / Granule;

    // Large enough to stay where it is when it grows: who reads a string may add another one meanwhile.
    private const int FirstGranules = (1 << 20) / Granule;

    private readonly NativeArray<UInt128> _granules = new(FirstGranules);
    private readonly Stack<int>[] _free = [.. Enumerable.Range(0, SmallClasses + 7).Select(_ => new Stack<int>())];
    private int _used;
    private int _count;

    /// <summary>Octets in use, with those that wait to be used again.</summary>
    public long Bytes => (long)_used * Granule;

    /// <summary>Copies bytes in, at most 65,536 of them, and returns their handle: 0 or more.</summary>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        int handle = Reserve(bytes.Length);
        bytes.CopyTo(Get(handle, bytes.Length));
        return handle;
    }

    /// <summary>Room for a string of this length, to be filled by the caller.</summary>
    public int Reserve(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 65536);
        int sizeClass = ClassOf(length);
        _count++;
        if (_free[sizeClass].TryPop(out int handle))
        {
            return handle;
        }

        handle = _used;
        _used += sizeClass < SmallClasses ? sizeClass + 1 : SmallClasses << (sizeClass - SmallClasses + 1);
        _granules.EnsureLength(_used);
        return handle;
    }

    public Span<byte> Get(int handle, int length) =>
        MemoryMarshal.AsBytes(_granules.AsSpan(handle, (length + Granule - 1) / Granule))[..length];

    /// <summary>Gives a string back. <paramref name="length"/> is the one it was added with.</summary>
    public void Remove(int handle, int length)
    {
        _free[ClassOf(length)].Push(handle);
        if (--_count == 0)
        {
            Clear();
        }
    }

    // Strings are never moved, so memory goes back when the last one is gone: after a neighbour's full table that is soon.
    private void Clear()
    {
        foreach (Stack<int> free in _free)
        {
            free.Clear();
            free.TrimExcess();
        }

        _used = 0;
        _granules.Shrink(FirstGranules);
    }

    private static int ClassOf(int length) => length <= SmallLimit
        ? (Math.Max(length, 1) - 1) / Granule
        : SmallClasses + BitOperations.Log2((uint)(length - 1)) - 9;
}
