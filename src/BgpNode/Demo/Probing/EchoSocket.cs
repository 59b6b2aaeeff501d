using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using BgpNode.Net;

namespace BgpNode.Demo.Probing;

/// <summary>
/// ICMP echo on a raw socket (RFC 792, RFC 4443 §4.1), because a fresh machine has no <c>ping</c> and the framework's own
/// Ping allows one question at a time.
/// </summary>
internal sealed class EchoSocket : IDisposable
{
    /*  Type              1 octet    8 and 0; in IPv6 128 and 129
        Code              1 octet    0
        Checksum          2 octets   the kernel's work for ICMPv6 only
        Identifier        2 octets   ours
        Sequence Number   2 octets
        Data              8 octets   the sequence number in full                      */
    private const int MessageLength = 16;

    private readonly Socket _socket;
    private readonly bool _ipv6;
    private readonly EndPoint _target;
    private readonly ushort _identifier = (ushort)Environment.ProcessId;
    private readonly byte[] _received = new byte[256];

    public EchoSocket(Address target)
    {
        _ipv6 = target.Family == Family.IPv6;
        _target = new IPEndPoint(target.ToIPAddress(), 0);
        _socket = _ipv6
            ? new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6)
            : new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
        _socket.Bind(new IPEndPoint(_ipv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
    }

    /// <summary>Sends one request. False when there is no way to the target at the moment.</summary>
    public async Task<bool> TrySendAsync(long sequence, CancellationToken cancel)
    {
        byte[] message = new byte[MessageLength];
        message[0] = (byte)(_ipv6 ? 128 : 8);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), _identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)sequence);
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(8), sequence);
        if (!_ipv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        }

        try
        {
            await _socket.SendToAsync(message, SocketFlags.None, _target, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Waits for the next reply to one of our requests and returns its sequence number.</summary>
    public async Task<long> ReceiveAsync(CancellationToken cancel)
    {
        while (true)
        {
            SocketReceiveFromResult got = await _socket.ReceiveFromAsync(_received, SocketFlags.None, _target, cancel);
            if (IsOurs(_received.AsSpan(0, got.ReceivedBytes), out long sequence))
            {
                return sequence;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The Internet checksum, RFC 1071, of a message of even length.</summary>
    internal static ushort Checksum(ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        for (int i = 0; i < message.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(message[i..]);
        }

        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }

    // A raw IPv4 socket also delivers the IP header, and every socket hears every reply of the namespace.
    private bool IsOurs(ReadOnlySpan<byte> packet, out long sequence)
    {
        sequence = 0;
        int header = _ipv6 || packet.IsEmpty ? 0 : (packet[0] & 0xf) * 4;
        if (packet.Length < header + MessageLength)
        {
            return false;
        }

        ReadOnlySpan<byte> message = packet[header..];
        sequence = BinaryPrimitives.ReadInt64BigEndian(message[8..]);
        return message[0] == (_ipv6 ? 129 : 0) && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == _identifier;
    }
}
