using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BgpNode.Routing.Memory;

/// <summary>
/// A growing array of plain values outside the collected heap: a million entries cost no collection and no pause, and
/// growing remaps large blocks instead of copying them. Belongs to one owner; not thread safe. The memory goes with the object, or
/// sooner by <see cref="Release"/>.
/// </summary>
/// <typeparam name="T">A type without references.</typeparam>
internal sealed unsafe class NativeArray<T>
    where T : unmanaged
{
    private T* _items;
    private int _length;

    /// <param name="length">Entries to begin with, all zero.</param>
    public NativeArray(int length = 0) => Grow(length);

    ~NativeArray() => NativeMemory.Free(_items);

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
    public void EnsureLength(int length)
    {
        if (length > _length)
        {
            Grow(Math.Max(length, (int)Math.Min(_length * 2L, Array.MaxLength)));
        }
    }

    public Span<T> AsSpan(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start + (uint)length, (uint)_length, nameof(length));
        return new Span<T>(_items + start, length);
    }

    public void Clear() => new Span<T>(_items, _length).Clear();

    /// <summary>Gives the memory back; there are no entries afterwards.</summary>
    public void Release()
    {
        NativeMemory.Free(_items);
        _items = null;
        _length = 0;
    }

    private void Grow(int length)
    {
        // calloc for the first block: the kernel's fresh pages are zero and stay untouched until used.
        if (_items == null)
        {
            _items = (T*)NativeMemory.AllocZeroed((nuint)Math.Max(length, 1), (nuint)sizeof(T));
        }
        else
        {
            _items = (T*)NativeMemory.Realloc(_items, (nuint)length * (nuint)sizeof(T));
            new Span<T>(_items + _length, length - _length).Clear();
        }

        _length = length;
    }

    [DoesNotReturn]
    private static void ThrowOutOfRange(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, null);
}
