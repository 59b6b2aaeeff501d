using System.Runtime.InteropServices;

namespace BgpNode.Speaker.Sockets.Interop;

/// <summary>The few calls that .NET does not offer.</summary>
internal static partial class LibC
{
    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int getifaddrs(ifaddrs** ifap);

    [LibraryImport("libc")]
    internal static unsafe partial void freeifaddrs(ifaddrs* ifa);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint if_nametoindex(string ifname);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint recvmsg(int sockfd, msghdr* msg, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int ppoll(pollfd* fds, nuint nfds, timespec* tmo_p, void* sigmask);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint initval, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint read(int fd, void* buf, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint write(int fd, void* buf, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int fd);
}
