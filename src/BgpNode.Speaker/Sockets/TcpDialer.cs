using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Speaker.Peers;

namespace BgpNode.Speaker.Sockets;

/// <summary>Connects over TCP, with every option set before the first segment leaves.</summary>
public sealed class TcpDialer : IPeerDialer
{
    public async Task<PeerTransport> ConnectAsync(PeerConfig peer, CancellationToken ct)
    {
        var socket = new Socket(
            peer.RemoteAddress.Family == Family.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            LinuxSocketOptions.SetCommon(socket);
            Secure(socket, peer);
            int scope = ScopeOf(peer);
            if (peer.LocalAddress is { } source)
            {
                socket.Bind(new IPEndPoint(source.ToIPAddress(source.IsLinkLocal ? scope : 0), 0));
            }

            await socket.ConnectAsync(new IPEndPoint(peer.RemoteAddress.ToIPAddress(scope), peer.RemotePort), ct);
            return PeerTransport.Over(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The options that keep strangers out. Throws when the kernel cannot: a session without them is not what was asked for.</summary>
    internal static void Secure(Socket socket, PeerConfig peer)
    {
        if (peer.TtlSecurityHops is { } hops)
        {
            Set("the TTL security check", () => LinuxSocketOptions.SetTtlSecurity(socket, hops));
        }

        if (peer.Key is { } key)
        {
            Set($"the {key.Description}", () => key.SetOn(socket, Prefix.Host(peer.RemoteAddress), before: null));
        }
    }

    private static void Set(string what, Action set)
    {
        try
        {
            set();
        }
        catch (SocketException e)
        {
            throw new SocketException(e.ErrorCode, $"{what} could not be set: {e.Message}");
        }
    }

    private static int ScopeOf(PeerConfig peer) => !peer.RemoteAddress.IsLinkLocal || peer.RemoteAddress.Family == Family.IPv4 || peer.Interface is null
        ? 0
        : LocalLink.IndexOf(peer.Interface) ?? throw new SocketException((int)SocketError.NetworkDown, $"there is no link {peer.Interface}");
}
