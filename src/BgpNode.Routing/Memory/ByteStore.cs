using System.Numerics;
using System.Runtime.InteropServices;

namespace BgpNode.Routing.Memory;

/// <summary>
/// Many short byte strings outside the collected heap, each known by a handle. Freed ones are used again for strings of the
/// same size class: steps of 16 octets up to 512, powers of two up to 65,536.
/// </summary>
internal sealed unsafe class ByteStore
{
    private const int SlabBytes = 1 << 20;
    private const int Granule = 16;
    private const int SmallLimit = 512;
    private const int SmallClasses = SmallLimit / Granule;
    private const int GranulesPerSlab = SlabBytes / Granule;

    private readonly List<nint> _slabs = [];
    private readonly Stack<int>[] _free = [.. Enumerable.Range(0, SmallClasses + 7).Select(_ => new Stack<int>())];
    private int _used = GranulesPerSlab; // granules of the last slab

    ~ByteStore()
    {
        foreach (nint slab in _slabs)
        {
            NativeMemory.Free((void*)slab);
        }
    }

    /// <summary>Octets taken from the system.</summary>
    public long Bytes => (long)_slabs.Count * SlabBytes;

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
        if (_free[sizeClass].TryPop(out int handle))
        {
            return handle;
        }

        int granules = sizeClass < SmallClasses ? sizeClass + 1 : SmallClasses << (sizeClass - SmallClasses + 1);
        if (_used + granules > GranulesPerSlab)
        {
            _slabs.Add((nint)NativeMemory.Alloc(SlabBytes));
            _used = 0;
        }

        handle = ((_slabs.Count - 1) * GranulesPerSlab) + _used;
        _used += granules;
        return handle;
    }

    public Span<byte> Get(int handle, int length)
    {
        byte* slab = (byte*)_slabs[handle / GranulesPerSlab];
        return new Span<byte>(slab + (handle % GranulesPerSlab * Granule), length);
    }

    /// <summary>Gives a string back. <paramref name="length"/> is the one it was added with.</summary>
    public void Remove(int handle, int length) => _free[ClassOf(length)].Push(handle);

    private static int ClassOf(int length) => length <= SmallLimit
        ? (Math.Max(length, 1) - 1) / Granule
        : SmallClasses + BitOperations.Log2((uint)(length - 1)) - 9;
}
