using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BgpNode.Routing.Rib;

/// <summary>
/// One source's paths: an attribute set for each prefix number, 0 for none. Pages of 4,096 entries (16 KiB) outside the
/// collected heap, made when first written and given back when empty, so a neighbour with few routes costs few pages.
/// </summary>
internal sealed unsafe class Column
{
    private const int PageBits = 12;
    private const int PageSize = 1 << PageBits;

    private nint[] _pages = [];
    private ushort[] _counts = [];

    ~Column() => Release();

    /// <summary>Entries that are not 0.</summary>
    public int Count { get; private set; }

    /// <summary>One more than the highest prefix number that may have an entry.</summary>
    public int Limit => _pages.Length << PageBits;

    /// <summary>The set of a prefix, 0 for none.</summary>
    public int this[int prefixId]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int page = prefixId >> PageBits;
            nint[] pages = _pages;
            return (uint)page < (uint)pages.Length && pages[page] != 0 ? ((int*)pages[page])[prefixId & (PageSize - 1)] : 0;
        }
    }

    /// <summary>Sets the entry of a prefix and returns the one before.</summary>
    public int Exchange(int prefixId, int setId)
    {
        int page = prefixId >> PageBits;
        if (page >= _pages.Length || _pages[page] == 0)
        {
            if (setId == 0)
            {
                return 0;
            }

            AddPage(page);
        }

        ref int entry = ref ((int*)_pages[page])[prefixId & (PageSize - 1)];
        int old = entry;
        entry = setId;
        if ((old == 0) != (setId == 0))
        {
            Count += setId == 0 ? -1 : 1;
            _counts[page] += (ushort)(setId == 0 ? -1 : 1);
            if (_counts[page] == 0)
            {
                NativeMemory.Free((void*)_pages[page]);
                _pages[page] = 0;
            }
        }

        return old;
    }

    /// <summary>The next prefix at or after <paramref name="prefixId"/> that has an entry, or -1.</summary>
    public int Next(int prefixId)
    {
        for (int page = prefixId >> PageBits; page < _pages.Length; page++, prefixId = page << PageBits)
        {
            if (_pages[page] == 0)
            {
                continue;
            }

            int offset = prefixId & (PageSize - 1);
            int found = new ReadOnlySpan<int>((int*)_pages[page] + offset, PageSize - offset).IndexOfAnyExcept(0);
            if (found >= 0)
            {
                return prefixId + found;
            }
        }

        return -1;
    }

    /// <summary>Gives the memory back; there are no entries afterwards.</summary>
    public void Release()
    {
        foreach (nint page in _pages)
        {
            NativeMemory.Free((void*)page);
        }

        _pages = [];
        _counts = [];
        Count = 0;
    }

    private void AddPage(int page)
    {
        if (page >= _pages.Length)
        {
            int size = Math.Max(page + 1, _pages.Length * 2);
            Array.Resize(ref _pages, size);
            Array.Resize(ref _counts, size);
        }

        _pages[page] = (nint)NativeMemory.AllocZeroed(PageSize, sizeof(int));
    }
}
