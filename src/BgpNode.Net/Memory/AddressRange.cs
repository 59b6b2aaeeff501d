using System.Runtime.InteropServices;

namespace BgpNode.Net.Memory;

/// <summary>
/// A range of addresses of which only the first part is memory: it grows and shrinks in place, so nothing is copied, and what was
/// not touched yet costs nothing. The kernel is asked for huge pages: a table of a million entries is read at random, and with
/// small pages a good part of the time goes into making and finding them.
/// </summary>
internal sealed unsafe partial class AddressRange
{
    private const int HugePage = 2 << 20;

    // linux/mman.h, the same numbers on x64 and arm64
    private const int ReadWrite = 0x1 | 0x2;                 // PROT_READ | PROT_WRITE
    private const int PrivateUnbacked = 0x2 | 0x20 | 0x4000; // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    private const int DontNeed = 4;                          // MADV_DONTNEED
    private const int HugePages = 14;                        // MADV_HUGEPAGE

    private readonly nuint _reservedBytes;
    private nint _reserved;
    private long _length;

    /// <param name="capacity">The most octets that will ever be asked for.</param>
    public AddressRange(long capacity)
    {
        _reservedBytes = (nuint)capacity + (2 * HugePage); // to begin and end on the boundary of a huge page
        _reserved = mmap(0, _reservedBytes, 0, PrivateUnbacked, -1, 0);
        if (_reserved == -1)
        {
            _reserved = 0;
            throw new InsufficientMemoryException($"The kernel refuses {_reservedBytes} octets of addresses.");
        }

        _ = madvise(_reserved, _reservedBytes, HugePages); // without them it is only slower
        Start = (byte*)((_reserved + HugePage - 1) & -HugePage);
    }

    ~AddressRange() => Free();

    /// <summary>Where it is, for as long as it lives.</summary>
    public byte* Start { get; }

    /// <summary>Makes the first <paramref name="length"/> octets memory, zero where they were none, and none of what follows.</summary>
    /// <returns>How many octets are memory now, as pages are not divided.</returns>
    public long Resize(long length)
    {
        long size = (length + HugePage - 1) & -HugePage;
        nint end = (nint)(Start + Math.Min(size, _length));
        nuint change = (nuint)Math.Abs(size - _length);
        if (size > _length && mprotect(end, change, ReadWrite) != 0)
        {
            throw new InsufficientMemoryException($"The kernel refuses {change} octets of memory.");
        }

        if (size < _length)
        {
            _ = madvise(end, change, DontNeed);
            _ = mprotect(end, change, 0);
        }

        _length = size;
        return size;
    }

    /// <summary>Gives everything back; nobody may use it afterwards.</summary>
    public void Free()
    {
        if (_reserved != 0)
        {
            _ = munmap(_reserved, _reservedBytes);
            _reserved = 0;
        }
    }

    [LibraryImport("libc")]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nuint length);

    [LibraryImport("libc")]
    private static partial int mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc")]
    private static partial int madvise(nint address, nuint length, int advice);
}
