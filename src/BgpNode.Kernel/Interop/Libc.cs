using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BgpNode.Kernel.Interop;

/// <summary>What the ordinary <see cref="Socket"/> cannot do: open, name and filter a netlink socket.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    internal static partial SafeSocketHandle socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(SafeSocketHandle sockfd, sockaddr_nl* addr, uint addrlen);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockname(SafeSocketHandle sockfd, sockaddr_nl* addr, uint* addrlen);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(SafeSocketHandle sockfd, int level, int optname, void* optval, uint optlen);

    /// <summary>Lets the kernel choose a port id and says which. False: see <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    internal static bool TryBind(SafeSocketHandle handle, out uint portId)
    {
        var address = new sockaddr_nl { nl_family = NETLINK.AF_NETLINK };
        uint length = (uint)sizeof(sockaddr_nl);
        bool bound = bind(handle, &address, length) == 0 && getsockname(handle, &address, &length) == 0;
        portId = address.nl_pid;
        return bound;
    }

    /// <summary>Gives the socket a filter that the kernel runs over each message before it is queued.</summary>
    internal static bool TryAttachFilter(SafeSocketHandle handle, ReadOnlySpan<sock_filter> program)
    {
        fixed (sock_filter* rows = program)
        {
            var fprog = new sock_fprog { len = (ushort)program.Length, filter = rows };
            return setsockopt(handle, NETLINK.SOL_SOCKET, NETLINK.SO_ATTACH_FILTER, &fprog, (uint)sizeof(sock_fprog)) == 0;
        }
    }
}
