using System.ComponentModel;
using System.Runtime.InteropServices;

namespace BgpNode.Datastore.Interop;

/// <summary>fsync of a directory, which .NET cannot open: without it a rename may be lost with the power.</summary>
internal static partial class DirectorySync
{
    private const int O_RDONLY = 0;
    private const int O_CLOEXEC = 0x80000;

    /// <summary>Writes the directory's entries to disk.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void Flush(string directory)
    {
        int descriptor = open(directory, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
        {
            throw new IOException($"cannot open {directory}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        int result = fsync(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (result < 0)
        {
            throw new IOException($"cannot sync {directory}: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int fd);

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
