using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Speaker.Sockets;

namespace BgpNode.Speaker.Bfd;

/// <summary>
/// Sends one session's packets, from one source port of the range that RFC 5881 §4 gives. Opens its socket when there is something to send,
/// and again after an error: addresses and links come and go.
/// </summary>
internal sealed class BfdSender(BfdPeer peer, int remotePort) : IDisposable
{
    private const int FirstPort = 49152;
    private const int Ports = 65536 - FirstPort;

    private readonly byte[] _packet = new byte[BfdPacket.Length];
    private Socket? _socket;
    private int _port;

    /// <summary>Why the last packet did not go out; null when it did.</summary>
    public string? Problem { get; private set; }

    public bool Send(in BfdPacket packet)
    {
        _socket ??= Open();
        if (_socket is null)
        {
            return false;
        }

        packet.Write(_packet);
        _socket.Send(_packet, SocketFlags.None, out SocketError error);
        if (error == SocketError.ConnectionRefused)
        {
            _socket.Send(_packet, SocketFlags.None, out error); // the answer to an earlier packet: nobody listened there, then
        }

        if (error is not (SocketError.Success or SocketError.ConnectionRefused))
        {
            Problem = $"sending failed: {new SocketException((int)error).Message}";
            Dispose();
            return false;
        }

        Problem = null;
        return true;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private Socket? Open()
    {
        var socket = new Socket(peer.Remote.Family == Family.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            int scope = peer.Interface is null ? 0 : LocalLink.IndexOf(peer.Interface) ?? throw new SocketException((int)SocketError.NetworkDown, $"there is no link {peer.Interface}");
            socket.Blocking = false;
            LinuxSocketOptions.SetNetworkControl(socket);
            Bind(socket, scope);
            socket.Connect(new IPEndPoint(peer.Remote.ToIPAddress(peer.Remote.IsLinkLocal ? scope : 0), remotePort));
            return socket;
        }
        catch (SocketException e)
        {
            Problem = $"nothing can be sent: {e.Message}";
            socket.Dispose();
            return null;
        }
    }

    // The port stays the same when the socket is opened again (RFC 5881 §4), unless another program has taken it meanwhile.
    private void Bind(Socket socket, int scope)
    {
        IPAddress source = peer.Local is { } local ? local.ToIPAddress(local.IsLinkLocal ? scope : 0)
            : peer.Remote.Family == Family.IPv4 ? IPAddress.Any : IPAddress.IPv6Any;
        for (int tries = 0; ; tries++)
        {
            int port = _port != 0 && tries == 0 ? _port : FirstPort + Random.Shared.Next(Ports);
            try
            {
                socket.Bind(new IPEndPoint(source, port));
                _port = port;
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && tries < 16)
            {
                // The next one.
            }
        }
    }
}
