using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using BgpNode.Speaker.Sockets.Interop;

namespace BgpNode.Speaker.Sockets;

/// <summary>A raw ICMPv6 socket for router discovery on one link. Needs CAP_NET_RAW: the kernel's datagram kind takes echo requests only.</summary>
internal static class IcmpSocket
{
    public static readonly IPAddress AllNodes = IPAddress.Parse("ff02::1");
    public static readonly IPAddress AllRouters = IPAddress.Parse("ff02::2");

    private const int SOL_SOCKET = 1;
    private const int SO_ATTACH_FILTER = 26;
    private const int SO_BINDTODEVICE = 25;
    private const int IPPROTO_IPV6 = 41;
    private const int IPV6_UNICAST_HOPS = 16;
    private const int IPV6_MULTICAST_IF = 17;
    private const int IPV6_MULTICAST_HOPS = 18;
    private const int IPV6_MULTICAST_LOOP = 19;
    private const ushort BPF_LD_B_ABS = 0x30;
    private const ushort BPF_JEQ_K = 0x15;
    private const ushort BPF_RET_K = 0x06;
    private const uint SKF_NET_OFF = unchecked((uint)-0x100000); // what follows counts from the IPv6 header
    private const uint HopLimitOffset = 7;
    private const uint Accept = 0xffff;

    // RFC 4861 §6.1: with a hop limit of 255 it comes from this very link; solicitations and advertisements only.
    private static readonly sock_filter[] Filter =
    [
        new() { code = BPF_LD_B_ABS, k = SKF_NET_OFF + HopLimitOffset },
        new() { code = BPF_JEQ_K, k = 255, jf = 3 },
        new() { code = BPF_LD_B_ABS, k = 0 },
        new() { code = BPF_JEQ_K, k = 133, jt = 2 },
        new() { code = BPF_JEQ_K, k = 134, jt = 1 },
        new() { code = BPF_RET_K, k = 0 },
        new() { code = BPF_RET_K, k = Accept },
    ];

    /// <summary>Throws <see cref="SocketException"/>.</summary>
    /// <param name="link">The link's name.</param>
    /// <param name="index">The kernel's number for it.</param>
    public static Socket Open(string link, int index)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
        try
        {
            Attach(socket);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            socket.SetRawSocketOption(SOL_SOCKET, SO_BINDTODEVICE, Encoding.UTF8.GetBytes(link + "\0"));
            Set(socket, IPV6_MULTICAST_IF, index);
            Set(socket, IPV6_UNICAST_HOPS, 255);
            Set(socket, IPV6_MULTICAST_HOPS, 255);
            Set(socket, IPV6_MULTICAST_LOOP, 0); // we are not our own neighbour
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(AllRouters, index));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static unsafe void Attach(Socket socket)
    {
        fixed (sock_filter* rows = Filter)
        {
            var program = new sock_fprog { len = (ushort)Filter.Length, filter = rows };
            socket.SetRawSocketOption(SOL_SOCKET, SO_ATTACH_FILTER, MemoryMarshal.AsBytes(new ReadOnlySpan<nint>((nint*)&program, sizeof(sock_fprog) / sizeof(nint))));
        }
    }

    private static void Set(Socket socket, int option, int value) =>
        socket.SetRawSocketOption(IPPROTO_IPV6, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
