using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using BgpNode.Net;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets.Interop;

namespace BgpNode.Speaker.Sockets;

/// <summary>The kernel's TCP-AO (RFC 5925), Linux 6.7 with CONFIG_TCP_AO. All throw <see cref="SocketException"/> when the kernel says no.</summary>
internal static class TcpAo
{
    private const int IPPROTO_TCP = 6;
    private const int TCP_AO_ADD_KEY = 38;
    private const int TCP_AO_DEL_KEY = 39;
    private const int TCP_AO_INFO = 40;
    private const uint SET_CURRENT = 1;
    private const uint SET_RNEXT = 2;
    private const byte MacLength = 12; // 96 bits, RFC 5926 §3.2
    private const int ENOENT = 2;
    private const int EEXIST = 17;

    /// <summary>One more key for an address, or on a listening socket for a prefix. Nothing when it has one with these numbers.</summary>
    public static void Add(Socket socket, Prefix peers, AoKey key)
    {
        tcp_ao_add add = AddOf(peers, key);
        try
        {
            Set(socket, TCP_AO_ADD_KEY, in add);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ProtocolOption)
        {
            throw new SocketException(e.ErrorCode, "this kernel has no TCP-AO; it takes Linux 6.7 with CONFIG_TCP_AO");
        }
        catch (SocketException e) when (e.NativeErrorCode == EEXIST)
        {
            // an accepted connection has the keys of its listener
        }
    }

    /// <summary>Takes a key away; nothing when there is none with these numbers.</summary>
    public static void Delete(Socket socket, Prefix peers, AoKey key)
    {
        var del = new tcp_ao_del { addr = SockaddrStorage.Of(peers.Address), prefix = peers.Length, sndid = key.SendId, rcvid = key.ReceiveId };
        try
        {
            Set(socket, TCP_AO_DEL_KEY, in del);
        }
        catch (SocketException e) when (e.NativeErrorCode == ENOENT || e.SocketErrorCode == SocketError.ProtocolOption)
        {
            // gone already, or never there
        }
    }

    /// <summary>Signs with this key from here on, and asks the peer for its counterpart (RFC 5925 §4.4, §6.1). Not for a listening socket.</summary>
    public static void Use(Socket socket, AoKey key)
    {
        var info = new tcp_ao_info_opt { flags = SET_CURRENT | SET_RNEXT, current_key = key.SendId, rnext = key.ReceiveId };
        Set(socket, TCP_AO_INFO, in info);
    }

    internal static tcp_ao_add AddOf(Prefix peers, AoKey key)
    {
        var add = new tcp_ao_add
        {
            addr = SockaddrStorage.Of(peers.Address),
            prefix = peers.Length,
            sndid = key.SendId,
            rcvid = key.ReceiveId,
            maclen = MacLength,
            keylen = (byte)key.Secret.Key.Length,
        };
        Encoding.ASCII.GetBytes(key.Algorithm == AoAlgorithm.Aes128Cmac ? "cmac(aes128)" : "hmac(sha1)", add.alg_name);
        key.Secret.Key.CopyTo(add.key);
        return add;
    }

    private static void Set<T>(Socket socket, int option, in T value)
        where T : unmanaged =>
        socket.SetRawSocketOption(IPPROTO_TCP, option, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
