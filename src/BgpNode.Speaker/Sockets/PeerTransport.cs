using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Speaker.Peers;
using Pipelines.Sockets.Unofficial;

namespace BgpNode.Speaker.Sockets;

/// <summary>A connection to a neighbour: bytes in, bytes out, and who is at both ends.</summary>
public sealed class PeerTransport
{
    // Reads come in large pieces; a reader that waits for the RIB stops the socket after half a megabyte.
    private static readonly PipeOptions Receive = new(
        pauseWriterThreshold: 512 * 1024, resumeWriterThreshold: 256 * 1024, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false);

    // A flush completes when the kernel has taken everything: then a flushed NOTIFICATION is on its way, and what we hold back is one slice.
    private static readonly PipeOptions Send = new(
        pauseWriterThreshold: 1, resumeWriterThreshold: 1, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false);

    private readonly Func<long> _arrived;
    private readonly Action _close;
    private readonly Action<PeerKey, PeerKey?>? _setKey;

    /// <param name="pipe">The bytes.</param>
    /// <param name="local">Our end.</param>
    /// <param name="remote">The neighbour's end.</param>
    /// <param name="interfaceIndex">The link of a link-local remote address, 0 otherwise.</param>
    /// <param name="arrived">How many octets have arrived since the connection began, read or not.</param>
    /// <param name="close">Ends it at once.</param>
    /// <param name="setKey">Signs with another key; null where nothing is signed.</param>
    public PeerTransport(IDuplexPipe pipe, Address local, Address remote, int interfaceIndex, Func<long> arrived, Action close, Action<PeerKey, PeerKey?>? setKey = null)
    {
        (Pipe, Local, Remote, InterfaceIndex) = (pipe, local, remote, interfaceIndex);
        (_arrived, _close, _setKey) = (arrived, close, setKey);
    }

    public IDuplexPipe Pipe { get; }

    public Address Local { get; }

    public Address Remote { get; }

    public int InterfaceIndex { get; }

    /// <summary>Octets that have arrived, whether anyone has looked at them or not.</summary>
    public long Arrived => _arrived();

    /// <summary>Takes over a connected socket.</summary>
    public static PeerTransport Over(Socket socket)
    {
        var local = (IPEndPoint)socket.LocalEndPoint!;
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        var connection = SocketConnection.Create(socket, Send, Receive, SocketConnectionOptions.None, name: null);
        var peer = Address.From(remote.Address);
        return new PeerTransport(
            connection,
            Address.From(local.Address),
            peer,
            ScopeOf(remote.Address),
            () => ArrivedOn(connection),
            connection.Dispose,
            (key, before) => SetKey(socket, peer, key, before));
    }

    /// <summary>Ends the connection at once; what was not sent is lost.</summary>
    public void Close() => _close();

    /// <summary>Signs with another key from here on, and demands it. Throws <see cref="SocketException"/> when the kernel cannot.</summary>
    /// <param name="key">Of the same kind as the one before.</param>
    /// <param name="before">What has signed until now.</param>
    public void SetKey(PeerKey key, PeerKey? before) => _setKey?.Invoke(key, before);

    internal static int ScopeOf(IPAddress address) => address.IsIPv6LinkLocal ? (int)address.ScopeId : 0;

    private static void SetKey(Socket socket, Address peer, PeerKey key, PeerKey? before)
    {
        try
        {
            key.SetOn(socket, Prefix.Host(peer), before);
        }
        catch (ObjectDisposedException)
        {
            // Closed a moment ago: nothing more is signed.
        }
    }

    private static long ArrivedOn(SocketConnection connection)
    {
        try
        {
            return connection.BytesRead + connection.Socket.Available;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return connection.BytesRead; // closed between two lines: what will ever arrive has arrived
        }
    }
}
