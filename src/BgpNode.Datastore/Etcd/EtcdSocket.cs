using System.Net.Sockets;

namespace BgpNode.Datastore.Etcd;

/// <summary>
/// Connects to a member so that a dead path is noticed by the kernel in seconds, whoever was to speak next. An etcd that is only slow
/// still acknowledges, and is waited for.
/// </summary>
internal static class EtcdSocket
{
    private const int TCP = 6;
    private const int TCP_USER_TIMEOUT = 18;

    /// <summary>As long for a connection, for octets of ours without an acknowledgement, and for probes of an idle connection.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(3);

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            Probe(socket);
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Probe(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetRawSocketOption(TCP, TCP_USER_TIMEOUT, BitConverter.GetBytes((int)DeadAfter.TotalMilliseconds));
    }
}
