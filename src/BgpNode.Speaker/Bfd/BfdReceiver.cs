using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BgpNode.Net;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Sockets.Interop;

namespace BgpNode.Speaker.Bfd;

/// <summary>
/// One listening socket. <c>recvmsg</c> itself rather than .NET's ReceiveMessageFrom, which neither tells the TTL nor does without garbage.
/// </summary>
internal sealed unsafe class BfdReceiver : IDisposable
{
    private const int MSG_DONTWAIT = 0x40;
    private const int IPPROTO_IP = 0;
    private const int IP_TTL = 2;
    private const int IPPROTO_IPV6 = 41;
    private const int IPV6_HOPLIMIT = 52;
    private const int NameRoom = 28; // sockaddr_in6
    private const int ControlRoom = 64;
    private const int DataRoom = 128;

    private readonly Socket _socket;
    private readonly bool _multihop;
    private readonly byte* _room; // name, control and data: the kernel writes into it, so it never moves
    private readonly iovec* _data;

    private BfdReceiver(Socket socket, bool multihop)
    {
        (_socket, _multihop) = (socket, multihop);
        _room = (byte*)NativeMemory.AllocZeroed((nuint)(sizeof(iovec) + NameRoom + ControlRoom + DataRoom));
        _data = (iovec*)_room;
        *_data = new iovec { iov_base = Data, iov_len = DataRoom };
        Descriptor = (int)socket.Handle;
    }

    public int Descriptor { get; }

    private byte* Name => _room + sizeof(iovec) + ControlRoom; // behind the control data, which needs the alignment

    private byte* Control => _room + sizeof(iovec);

    private byte* Data => Name + NameRoom;

    /// <summary>Throws <see cref="SocketException"/>.</summary>
    public static BfdReceiver Open(Family family, int port, bool multihop)
    {
        bool v6 = family == Family.IPv6;
        var socket = new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (v6)
            {
                socket.DualMode = false;
            }

            LinuxSocketOptions.SetReceiveTtl(socket);
            socket.Bind(new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            return new BfdReceiver(socket, multihop);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next packet that waits; false when none does. The octets are valid until the next call.</summary>
    public bool TryReceive(out ReadOnlySpan<byte> octets, out BfdArrival from)
    {
        var message = new msghdr
        {
            msg_name = Name,
            msg_namelen = NameRoom,
            msg_iov = _data,
            msg_iovlen = 1,
            msg_control = Control,
            msg_controllen = ControlRoom,
        };
        nint length = LibC.recvmsg(Descriptor, &message, MSG_DONTWAIT);
        octets = length < 0 ? default : new ReadOnlySpan<byte>(Data, (int)length);
        from = length < 0 ? default : new BfdArrival(SourceOf(), ScopeOf(), TtlOf(message), _multihop);
        return length >= 0;
    }

    public void Dispose()
    {
        _socket.Dispose();
        NativeMemory.Free(_room);
    }

    private Address SourceOf() => _socket.AddressFamily == AddressFamily.InterNetworkV6
        ? Address.FromBytes(new ReadOnlySpan<byte>(Name + 8, 16))
        : Address.FromBytes(new ReadOnlySpan<byte>(Name + 4, 4));

    // sockaddr_in6 ends with the number of the link, for addresses that mean something only there.
    private int ScopeOf() => _socket.AddressFamily == AddressFamily.InterNetworkV6 ? BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(Name + 24, 4)) : 0;

    private static int TtlOf(in msghdr message)
    {
        nuint length = message.msg_controllen;
        for (nuint at = 0; at + (nuint)sizeof(cmsghdr) <= length;)
        {
            var header = (cmsghdr*)((byte*)message.msg_control + at);
            if (header->cmsg_len < (nuint)sizeof(cmsghdr))
            {
                break;
            }

            if ((header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_TTL) || (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_HOPLIMIT))
            {
                return *(int*)(header + 1);
            }

            at += (header->cmsg_len + 7) & ~(nuint)7;
        }

        return 0;
    }
}
