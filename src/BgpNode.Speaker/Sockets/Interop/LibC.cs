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
}
