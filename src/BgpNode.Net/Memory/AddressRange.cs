using System.Runtime.InteropServices;

namespace BgpNode.Net.Memory;

/// <summary>
/// A range of addresses of which only the first part is memory: it grows and shrinks in place, so nothing is copied, and what was
/// not touched yet costs nothing.
/// </summary>
/// <remarks>
/// No huge pages: a virtual machine may have to get each of them from its host, and zeroing those took longer here than all the
/// small ones together, which the kernel has at hand. Making the small ones is what <see cref="Populate"/> takes off the owner's thread.
/// </remarks>
internal sealed unsafe partial class AddressRange
{
    /// <summary>What sizes are rounded up to, in octets.</summary>
    private const int Step = 512 << 10;

    // linux/mman.h, the same numbers on x64 and arm64
    private const int ReadWrite = 0x1 | 0x2;                 // PROT_READ | PROT_WRITE
    private const int PrivateUnbacked = 0x2 | 0x20 | 0x4000; // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    private const int DontNeed = 4;                          // MADV_DONTNEED
    private const int PopulateWrite = 23;                    // MADV_POPULATE_WRITE, Linux 5.14

    private readonly nuint _reservedBytes;
    private nint _reserved;
    private long _length;

    /// <param name="capacity">The most octets that will ever be asked for.</param>
    public AddressRange(long capacity)
    {
        _reservedBytes = (nuint)capacity + Step;
        _reserved = mmap(0, _reservedBytes, 0, PrivateUnbacked, -1, 0);
        if (_reserved == -1)
        {
            _reserved = 0;
            throw new InsufficientMemoryException($"The kernel refuses {_reservedBytes} octets of addresses.");
        }
    }

    ~AddressRange() => Free();

    /// <summary>Where it is, for as long as it lives.</summary>
    public byte* Start => (byte*)_reserved;

    /// <summary>Makes the first <paramref name="length"/> octets memory, zero where they were none, and none of what follows.</summary>
    /// <returns>How many octets are memory now: a little more than asked for.</returns>
    public long Resize(long length)
    {
        long size = (length + Step - 1) & -Step;
        nint end = _reserved + (nint)Math.Min(size, _length);
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

    /// <summary>
    /// Has another thread make the pages from an offset to the end: they will be written soon, and one fault for each of them would
    /// cost the owner a tenth of its time while a table is loaded.
    /// </summary>
    public void Populate(long from)
    {
        // A hint. The range may be gone when it is carried out: then it fails, or makes pages of whoever is there now.
        (nint Start, nuint Bytes) pages = (_reserved + (nint)from, (nuint)(_length - from));
        ThreadPool.UnsafeQueueUserWorkItem(static p => _ = madvise(p.Start, p.Bytes, PopulateWrite), pages, preferLocal: false);
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
