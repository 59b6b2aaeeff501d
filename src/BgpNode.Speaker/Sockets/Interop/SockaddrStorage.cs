using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BgpNode.Net;

namespace BgpNode.Speaker.Sockets.Interop;

/// <summary>struct __kernel_sockaddr_storage of linux/socket.h, with an address and no port.</summary>
[InlineArray(128)]
internal struct SockaddrStorage
{
    private const ushort AF_INET = 2;
    private const ushort AF_INET6 = 10;

    private byte _octet;

    public static SockaddrStorage Of(Address address)
    {
        var storage = default(SockaddrStorage);
        Span<byte> octets = storage;
        if (address.Family == Family.IPv4)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(octets, AF_INET); // sockaddr_in: family, port, address
            address.WriteTo(octets[4..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(octets, AF_INET6); // sockaddr_in6: family, port, flow, address
            address.WriteTo(octets[8..]);
        }

        return storage;
    }
}
