using System.Net.Sockets;
using System.Runtime.InteropServices;
using BgpNode.Net;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets.Interop;

namespace BgpNode.Speaker.Sockets;

/// <summary>Options that a BGP socket needs and .NET has no name for. All throw <see cref="SocketException"/> when the kernel says no.</summary>
internal static class LinuxSocketOptions
{
    private const int IPPROTO_IP = 0;
    private const int IPPROTO_TCP = 6;
    private const int IPPROTO_IPV6 = 41;
    private const int IP_TOS = 1;
    private const int IP_TTL = 2;
    private const int IP_RECVTTL = 12;
    private const int IP_MINTTL = 21;
    private const int IPV6_UNICAST_HOPS = 16;
    private const int IPV6_RECVHOPLIMIT = 51;
    private const int IPV6_TCLASS = 67;
    private const int IPV6_MINHOPCOUNT = 73;
    private const int TCP_MD5SIG = 14;
    private const int TCP_MD5SIG_EXT = 32;
    private const byte TCP_MD5SIG_FLAG_PREFIX = 1;

    // DSCP CS6, network control: routing keeps its place in the queue when the link is full.
    private const int NetworkControl = 0xc0;
    private const int FurthestTtl = 255;

    /// <summary>
    /// What every BGP socket has: no Nagle delay, network control priority, and a TTL of 255, so that a neighbour may look at it (RFC 5082)
    /// whether we look at its own or not.
    /// </summary>
    public static void SetCommon(Socket socket)
    {
        socket.NoDelay = true;
        SetNetworkControl(socket);
    }

    /// <summary>The priority and the TTL of <see cref="SetCommon"/>, for a socket of any protocol.</summary>
    public static void SetNetworkControl(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            SetInt(socket, IPPROTO_IPV6, IPV6_TCLASS, NetworkControl);
            SetInt(socket, IPPROTO_IPV6, IPV6_UNICAST_HOPS, FurthestTtl);
        }
        else
        {
            SetInt(socket, IPPROTO_IP, IP_TOS, NetworkControl);
            SetInt(socket, IPPROTO_IP, IP_TTL, FurthestTtl);
        }
    }

    /// <summary>Drops segments that came from further away (RFC 5082 §3).</summary>
    public static void SetTtlSecurity(Socket socket, int hops)
    {
        int least = FurthestTtl - hops + 1;
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            SetInt(socket, IPPROTO_IPV6, IPV6_MINHOPCOUNT, least);
        }
        else
        {
            SetInt(socket, IPPROTO_IP, IP_MINTTL, least);
        }
    }

    /// <summary>Every packet that is received comes with its TTL (<c>recvmsg</c>).</summary>
    public static void SetReceiveTtl(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            SetInt(socket, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
        }
        else
        {
            SetInt(socket, IPPROTO_IP, IP_RECVTTL, 1);
        }
    }

    /// <summary>Signs and demands signatures on everything from and to an address, or the addresses of a prefix (RFC 2385); null takes the key away.</summary>
    public static void SetMd5(Socket socket, Prefix peers, PeerPassword? password)
    {
        var md5 = new tcp_md5sig { tcpm_addr = SockaddrStorage.Of(peers.Address) };
        bool isOne = peers.IsHost;
        if (!isOne)
        {
            (md5.tcpm_flags, md5.tcpm_prefixlen) = (TCP_MD5SIG_FLAG_PREFIX, (byte)peers.Length);
        }

        if (password is not null)
        {
            md5.tcpm_keylen = (ushort)password.Key.Length;
            password.Key.CopyTo(md5.tcpm_key);
        }

        socket.SetRawSocketOption(IPPROTO_TCP, isOne ? TCP_MD5SIG : TCP_MD5SIG_EXT, MemoryMarshal.AsBytes(new ReadOnlySpan<tcp_md5sig>(in md5)));
    }

    private static void SetInt(Socket socket, int level, int option, int value) =>
        socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
}
