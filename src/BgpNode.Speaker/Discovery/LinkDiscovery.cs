using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Speaker.Sockets;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Discovery;

/// <summary>One link: a loop of its own that opens the socket whenever the link is there, and tells what it hears.</summary>
internal sealed partial class LinkDiscovery : IAsyncDisposable
{
    // How soon a link that appears, or comes back as another one, is noticed.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string _link;
    private readonly Action<Sighting> _tell;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private Sighting _told;

    public LinkDiscovery(string link, Action<Sighting> tell, TimeProvider clock, ILogger logger)
    {
        (_link, _tell, _clock, _logger) = (link, tell, clock, logger);
        _loop = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (LocalLink.IndexOf(_link) is { } index)
                {
                    await ServeAsync(index);
                }
                else
                {
                    Tell(new Sighting(null, $"there is no link {_link}"));
                }

                await Task.Delay(LookAgain, _clock, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException e)
            {
                Tell(new Sighting(_told.Neighbour, e.SocketErrorCode == SocketError.AccessDenied
                    ? "router advertisements need CAP_NET_RAW, which this process lacks; grant it in the unit (AmbientCapabilities)"
                    : $"router advertisements on {_link}: {e.Message}"));
                await Task.Delay(LookAgain, _clock, CancellationToken.None);
            }
            catch (Exception e)
            {
                LogFailed(e, _link);
                await Task.Delay(LookAgain, _clock, CancellationToken.None);
            }
        }
    }

    // Until the link is no longer the one it was.
    private async Task ServeAsync(int index)
    {
        using Socket socket = IcmpSocket.Open(_link, index);
        if (_told.Problem is not null)
        {
            Tell(_told with { Problem = null });
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        long began = _clock.GetTimestamp();
        var pace = new AdvertisementPace();
        using var asked = new SemaphoreSlim(0);
        Task hearing = HearAsync(socket, asked, end.Token);
        try
        {
            await SendAsync(socket, NeighbourDiscoveryMessage.Solicitation, IcmpSocket.AllRouters, index);
            while (LocalLink.IndexOf(_link) == index && !hearing.IsCompleted)
            {
                if (pace.IsDue(_clock.GetElapsedTime(began)))
                {
                    await SendAsync(socket, NeighbourDiscoveryMessage.Advertisement, IcmpSocket.AllNodes, index);
                }

                TimeSpan wait = pace.Wait(_clock.GetElapsedTime(began));
                using var due = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                Task timer = Task.Delay(wait < LookAgain ? wait : LookAgain, _clock, due.Token);
                Task solicited = asked.WaitAsync(due.Token);
                await Task.WhenAny(timer, solicited, hearing);
                if (solicited.IsCompletedSuccessfully)
                {
                    pace.Asked(_clock.GetElapsedTime(began));
                }

                await due.CancelAsync();
                end.Token.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await end.CancelAsync();
            await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await hearing;
    }

    private async Task HearAsync(Socket socket, SemaphoreSlim asked, CancellationToken ct)
    {
        byte[] buffer = new byte[2048];
        var anyone = new IPEndPoint(IPAddress.IPv6Any, 0);
        while (!ct.IsCancellationRequested)
        {
            SocketReceiveFromResult received;
            try
            {
                received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }

            var from = Address.From(((IPEndPoint)received.RemoteEndPoint).Address);
            switch (NeighbourDiscoveryMessage.TypeOf(buffer.AsSpan(0, received.ReceivedBytes)))
            {
                case NeighbourDiscoveryMessage.RouterAdvertisement when from.IsLinkLocal: // §6.1.2: MUST be link-local
                    Heard(from);
                    break;
                case NeighbourDiscoveryMessage.RouterSolicitation:
                    asked.Release();
                    break;
            }
        }
    }

    // A link without an address, or down, refuses for a while; the next time comes by itself.
    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> message, IPAddress group, int index)
    {
        try
        {
            await socket.SendToAsync(message, SocketFlags.None, new IPEndPoint(new IPAddress(group.GetAddressBytes(), index), 0));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable)
        {
            // said by the session's state: it has no neighbour
        }
    }

    private void Heard(Address from)
    {
        if (_told.Neighbour != from)
        {
            LogHeard(from, _link);
        }

        _told = new Sighting(from, null);
        _tell(_told); // each time: whoever was heard first keeps his place only as long as he is heard
    }

    private void Tell(Sighting sighting)
    {
        if (sighting != _told)
        {
            _told = sighting;
            _tell(sighting);
        }
    }

    [LoggerMessage(1090, LogLevel.Information, "Router {Address} advertises itself on {Link}")]
    private partial void LogHeard(Address address, string link);

    [LoggerMessage(1091, LogLevel.Error, "Router discovery on {Link} met a fault of ours; it begins again")]
    private partial void LogFailed(Exception exception, string link);
}
