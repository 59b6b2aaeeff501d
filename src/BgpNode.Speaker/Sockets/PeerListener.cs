using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Speaker.Peers;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Sockets;

/// <summary>
/// One listening socket. Who is not a neighbour is closed before a byte of it is read (RFC 4271 §8.2.1 leaves to the listener what to do with strangers).
/// </summary>
/// <param name="socket">Bound and listening; owned from here on.</param>
/// <param name="admit">Takes a connection over, or says false to have it closed. The second argument is the link of a link-local address, or 0.</param>
/// <param name="clock">For the pace of log lines.</param>
/// <param name="logger">Says whom we sent away.</param>
internal sealed partial class PeerListener(Socket socket, Func<Socket, Address, int, bool> admit, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LogPace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long _strangers;
    private long _unsaid;
    private long? _lastSaid;
    private long _failures;
    private long? _lastFailure;

    public IPEndPoint EndPoint => (IPEndPoint)socket.LocalEndPoint!;

    /// <summary>Connections from addresses that are no neighbour's.</summary>
    public long Strangers => Volatile.Read(ref _strangers);

    /// <summary>Binds and listens; throws <see cref="SocketException"/>.</summary>
    public static Socket Bind(Address address, int port)
    {
        bool v6 = address.Family == Family.IPv6;
        var socket = new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (v6)
            {
                socket.DualMode = false; // a listener for each family: a neighbour's address never shows up as ::ffff:a.b.c.d
            }

            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            LinuxSocketOptions.SetCommon(socket);
            socket.Bind(new IPEndPoint(address.ToIPAddress(), port));
            socket.Listen(128);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Start() => _loop = AcceptAsync();

    /// <summary>
    /// Demands signatures from a neighbour, or from everyone who connects from a prefix; the key of a longer prefix goes before it. Throws
    /// <see cref="SocketException"/> when the kernel cannot.
    /// </summary>
    /// <param name="peers">Whose key it is.</param>
    /// <param name="key">Null takes it away.</param>
    /// <param name="before">The one that they had, or null.</param>
    public void SetKey(Prefix peers, PeerKey? key, PeerKey? before)
    {
        bool v6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
        if (v6 != (peers.Family == Family.IPv6))
        {
            return;
        }

        if (before is not null && before.GetType() != key?.GetType())
        {
            before.RemoveFrom(socket, peers);
            before = null;
        }

        key?.SetOn(socket, peers, before);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        socket.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Consider(await socket.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                _failures++;
                if (_lastFailure is not { } last || clock.GetElapsedTime(last) >= LogPace)
                {
                    LogAcceptFailed(e, EndPoint, _failures);
                    (_lastFailure, _failures) = (clock.GetTimestamp(), 0);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, CancellationToken.None); // out of descriptors, say: they do not come back faster by asking
            }
        }
    }

    private void Consider(Socket accepted)
    {
        try
        {
            var remote = (IPEndPoint)accepted.RemoteEndPoint!;
            if (admit(accepted, Address.From(remote.Address), PeerTransport.ScopeOf(remote.Address)))
            {
                return;
            }

            Interlocked.Increment(ref _strangers);
            accepted.Dispose();
            _unsaid++;
            if (_lastSaid is not { } last || clock.GetElapsedTime(last) >= LogPace)
            {
                LogStranger(remote, EndPoint, _unsaid);
                (_lastSaid, _unsaid) = (clock.GetTimestamp(), 0);
            }
        }
        catch (SocketException) // gone again before we looked
        {
            accepted.Dispose();
        }
    }

    [LoggerMessage(1080, LogLevel.Warning, "Connection from {Remote} to {Local} closed: it is not a configured neighbour ({Count} such since this was last said)")]
    private partial void LogStranger(IPEndPoint remote, IPEndPoint local, long count);

    [LoggerMessage(1081, LogLevel.Error, "Accepting a connection on {Local} failed ({Count} times since this was last said); the listener goes on")]
    private partial void LogAcceptFailed(Exception exception, IPEndPoint local, long count);
}
