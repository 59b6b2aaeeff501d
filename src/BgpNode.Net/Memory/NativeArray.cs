using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace BgpNode.Net.Memory;

/// <summary>
/// A growing array of plain values outside the collected heap: a million entries cost no collection and no pause. A small one is
/// copied when it grows, a large one has an <see cref="AddressRange"/> and stays where it is. Belongs to one owner; not thread safe.
/// The memory goes with the object, or sooner by <see cref="Release"/>.
/// </summary>
/// <typeparam name="T">A type without references.</typeparam>
internal sealed unsafe class NativeArray<T>
    where T : unmanaged
{
    // Octets from which on an array is large.
    private const int LargeBytes = 1 << 20;

    private const int PageBytes = 4096;

    // More than there are numbers for prefixes, with room for a hash table's empty places.
    private const long MaxEntries = 1 << 27;

    private T* _items;
    private int _length;
    private AddressRange? _range;

    /// <param name="length">Entries to begin with, all zero.</param>
    public NativeArray(int length = 0) => Grow(length);

    ~NativeArray() => FreeSmall();

    /// <summary>Entries there is room for.</summary>
    public int Length => _length;

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_length)
            {
                ThrowOutOfRange(index);
            }

            return ref _items[index];
        }
    }

    /// <summary>Makes room for <paramref name="length"/> entries at least; new ones are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnsureLength(int length)
    {
        if (length > _length)
        {
            GrowTo(length);
        }
    }

    public Span<T> AsSpan(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start + (uint)length, (uint)_length, nameof(length));
        return new Span<T>(_items + start, length);
    }

    /// <summary>Begins to load an entry that will be asked for soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_items + index); // a hint: a wrong address does nothing
        }
    }

    /// <summary>Gives back what lies behind the first entries, if that is worth it. What is asked for again later is zero.</summary>
    public void Shrink(int length)
    {
        if (_range is not null && length < _length / 2)
        {
            long kept = _range.Resize((long)length * sizeof(T)) / sizeof(T);
            new Span<T>(_items + length, (int)Math.Min(kept, _length) - length).Clear();
            _length = length;
        }
    }

    /// <summary>Gives the memory back; there are no entries afterwards.</summary>
    public void Release()
    {
        FreeSmall();
        _range?.Free();
        _range = null;
        _items = null;
        _length = 0;
    }

    /// <summary>Says that all of it will be written soon, and at random.</summary>
    public void Populate() => _range?.Populate(0);

    private void GrowTo(int length)
    {
        if (_range is null)
        {
            Grow(Math.Max(length, _length * 2));
        }
        else
        {
            // It stays where it is, so it need not run ahead of what is asked for.
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxEntries);
            long before = (long)_length * sizeof(T);
            _length = (int)(_range.Resize((long)length * sizeof(T)) / sizeof(T));
            _range.Populate(before & -PageBytes);
        }
    }

    private void Grow(int length)
    {
        if (length * (long)sizeof(T) >= LargeBytes)
        {
            MoveToRange(length);
        }
        else
        {
            _items = (T*)NativeMemory.Realloc(_items, (nuint)Math.Max(length, 1) * (nuint)sizeof(T));
            new Span<T>(_items + _length, length - _length).Clear();
        }

        _length = length;
    }

    private void MoveToRange(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxEntries);
        var range = new AddressRange(MaxEntries * sizeof(T));
        range.Resize((long)length * sizeof(T));
        new Span<T>(_items, _length).CopyTo(new Span<T>(range.Start, length));
        FreeSmall();
        _items = (T*)range.Start;
        _range = range;
    }

    private void FreeSmall()
    {
        if (_range is null)
        {
            NativeMemory.Free(_items);
            _items = null;
        }
    }

    [DoesNotReturn]
    private static void ThrowOutOfRange(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, null);
}
