using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Bfd;
using BgpNode.Speaker.Discovery;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;
using BgpNode.Speaker.Sockets;
using BgpNode.Speaker.Timers;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker;

/// <summary>
/// The sessions of this node. Neighbours come, change and go one call at a time (the reconciler's loop); anyone may look.
/// </summary>
public sealed partial class SpeakerService : IAsyncDisposable
{
    /// <summary>How many inputs a session's inbox takes.</summary>
    public const int SessionCapacity = PeerSession.Capacity;

    /// <summary>How long all sessions together may take to say goodbye.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, PeerSession> _sessions = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly TimeProvider _clock;
    private readonly ILogger<SpeakerService> _logger;
    private readonly SessionTimers _timers;
    private readonly BfdEngine _bfd;
    private readonly Drain _drain = new();
    private readonly SpeakerContext _context;
    private ImmutableArray<PeerListener> _listeners = [];
    private ImmutableArray<ChannelWriter<SessionChange>> _watchers = [];
    private bool _stopped;

    /// <param name="rib">Where the routes of sessions go.</param>
    /// <param name="clock">What time it is; with any clock but the system's, timers run by that clock.</param>
    /// <param name="loggers">Where it is said.</param>
    /// <param name="dialer">How connections are made; TCP when null.</param>
    /// <param name="discovery">How neighbours of unnumbered links are found; router advertisements when null.</param>
    public SpeakerService(IRibInbox rib, TimeProvider clock, ILoggerFactory loggers, IPeerDialer? dialer = null, IRouterDiscovery? discovery = null)
    {
        _discovery = discovery ?? new RouterDiscovery(clock, loggers.CreateLogger<RouterDiscovery>());
        (_clock, _logger) = (clock, loggers.CreateLogger<SpeakerService>());
        _timers = new SessionTimers(clock, loggers.CreateLogger<SessionTimers>());
        _bfd = new BfdEngine(clock, loggers.CreateLogger<BfdEngine>());
        _context = new SpeakerContext(rib, dialer ?? new TcpDialer(), _timers, _bfd, Forwarding, _drain, clock, loggers.CreateLogger<PeerSession>(), Announce);
        _sweepPace = new PeriodicTimer(SweepPace, clock);
        _sweeping = SweepAsync();
    }

    /// <summary>What OPENs say of this node's restart.</summary>
    public ForwardingState Forwarding { get; } = new();

    /// <summary>All neighbours, by name.</summary>
    public ImmutableArray<PeerStatus> Peers => [.. _sessions.Values.Select(s => s.Status).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Where it listens; empty before <see cref="ListenAsync"/>.</summary>
    public ImmutableArray<IPEndPoint> ListensOn => [.. _listeners.Select(l => l.EndPoint)];

    /// <summary>Connections that were closed because they came from no neighbour.</summary>
    public long Strangers => _listeners.Sum(l => l.Strangers);

    /// <summary>Packets of BFD that were dropped for a reason.</summary>
    public long BfdDropped(BfdPacketError reason) => _bfd.Dropped(reason);

    /// <summary>One neighbour, null when there is none of that name.</summary>
    public PeerStatus? Find(string name) => _sessions.TryGetValue(name, out PeerSession? session) ? session.Status : null;

    /// <summary>
    /// Changes of state from now on. Whoever reads too slowly misses the oldest, never holds a session up.
    /// </summary>
    public async IAsyncEnumerable<SessionChange> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var changes = Channel.CreateBounded<SessionChange>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Add(one), changes.Writer);
        try
        {
            await foreach (SessionChange change in changes.Reader.ReadAllAsync(ct))
            {
                yield return change;
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, static (all, one) => all.Remove(one), changes.Writer);
        }
    }

    /// <summary>Listens for neighbours, here instead of wherever it listened before. Throws <see cref="SocketException"/> when an address cannot be had.</summary>
    public async Task ListenAsync(ListenOptions options)
    {
        await _changing.WaitAsync();
        try
        {
            foreach (PeerListener listener in _listeners)
            {
                await listener.DisposeAsync();
            }

            _listeners = [];
            foreach (Address address in options.Addresses.IsEmpty ? [Address.V4(0), Address.V6(0)] : options.Addresses)
            {
                if (Bind(address, options) is { } socket)
                {
                    var listener = new PeerListener(socket, Admit, _clock, _logger);
                    foreach (PeerConfig peer in _sessions.Values.Select(s => s.Config).Where(c => c.Key is not null && !c.IsUnnumbered))
                    {
                        listener.SetKey(Prefix.Host(peer.RemoteAddress), peer.Key, before: null);
                    }

                    foreach (PeerRange range in _ranges.Where(r => r.Template.Key is not null))
                    {
                        listener.SetKey(range.Prefix, range.Template.Key, before: null);
                    }

                    _listeners = _listeners.Add(listener);
                    listener.Start();
                    LogListening(listener.EndPoint);
                }
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes a new neighbour and starts its session, unless it is disabled.</summary>
    public Task AddPeerAsync(PeerConfig wanted) => ChangeAsync(async () =>
    {
        (PeerConfig config, string? unknown) = await LocateAsync(wanted);
        string? problem = SetKeys(null, config) ?? unknown;
        var session = new PeerSession(config, _context);
        if (!_sessions.TryAdd(config.Name, session))
        {
            await session.StopAsync(ProtocolError.PeerDeconfigured);
            throw new InvalidOperationException($"there is a neighbour {config.Name} already");
        }

        LogAdded(config.Name, config.RemoteAddress);
        await YieldToAsync(config.RemoteAddress);
        await session.ConfigureAsync(config, problem);
    });

    /// <summary>Gives a neighbour another configuration; the session starts again only when <see cref="PeerConfig.ChangeEffect"/> says so.</summary>
    public Task UpdatePeerAsync(PeerConfig wanted) => ChangeAsync(async () =>
    {
        (PeerConfig config, string? unknown) = await LocateAsync(wanted);
        PeerSession session = _sessions[config.Name];
        await YieldToAsync(config.RemoteAddress);
        await session.ConfigureAsync(config, SetKeys(session.Config, config) ?? unknown);
    });

    /// <summary>Ends a neighbour's session with Cease/Peer De-configured and forgets it. Nothing when there is none of that name.</summary>
    public Task RemovePeerAsync(string name) => ChangeAsync(async () =>
    {
        await StopWatchingAsync(name);
        if (_sessions.TryGetValue(name, out PeerSession? session))
        {
            await session.StopAsync(ProtocolError.PeerDeconfigured);
            Forget(session);
            SetKeys(session.Config, null);
            LogRemoved(name);
        }
    });

    /// <summary>Ends an established session with Cease/Administrative Reset and starts it again.</summary>
    /// <param name="name">The neighbour's name or address.</param>
    /// <param name="reason">Sent along (RFC 9003); null for nothing.</param>
    /// <returns>False when there is no such neighbour.</returns>
    public async Task<bool> ResetPeerAsync(string name, string? reason)
    {
        if (SessionOf(name) is not { } session)
        {
            return false;
        }

        await session.ResetAsync(ProtocolError.AdministrativeReset(reason));
        return true;
    }

    /// <summary>Goes through a neighbour's routes again; its session stays.</summary>
    /// <returns>Null when there is no such neighbour, empty when done, else why it cannot be done.</returns>
    public async Task<string?> RefreshPeerAsync(string name, bool inbound, bool outbound)
    {
        if (SessionOf(name) is not { } session)
        {
            return null;
        }

        Agreement? agreement = session.Status.Agreement;
        if (agreement is null)
        {
            return $"peer {name} is not established";
        }

        await session.RefreshAsync(inbound, outbound);
        return inbound && !agreement.RouteRefresh ? $"peer {name} does not know route refresh; only its own routes were sent again" : "";
    }

    /// <summary>Ends all sessions and stops listening. Waits three seconds at most; once stopped, does nothing.</summary>
    /// <param name="error">
    /// What all neighbours are told. Null when we may be back: those that keep our routes meanwhile (RFC 4724) are told nothing, all others
    /// Cease/Administrative Shutdown.
    /// </param>
    public async Task StopAsync(ProtocolError? error = null)
    {
        await _changing.WaitAsync();
        try
        {
            if (!_stopped)
            {
                _stopped = true;
                await StopAllAsync(error);
            }
        }
        finally
        {
            _changing.Release();
        }

        await _sweeping;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopAllAsync(ProtocolError? error)
    {
        try
        {
            foreach (string name in _unnumbered.Keys.ToArray())
            {
                await StopWatchingAsync(name);
            }

            foreach (PeerListener listener in _listeners)
            {
                await listener.DisposeAsync();
            }

            await Task.WhenAll(_sessions.Values.Select(s => s.StopAsync(error ?? ProtocolError.AdministrativeShutdown(), restarts: error is null))).WaitAsync(StopLimit, _clock);
        }
        catch (TimeoutException)
        {
            LogStopTookLong(StopLimit);
        }
        finally
        {
            _sweepPace.Dispose();
            _timers.Dispose();
            _bfd.Dispose();
            foreach (ChannelWriter<SessionChange> watcher in _watchers)
            {
                watcher.TryComplete();
            }
        }
    }

    private PeerSession? SessionOf(string name) => _sessions.TryGetValue(name, out PeerSession? session)
        ? session
        : _sessions.Values.FirstOrDefault(s => s.Config.RemoteAddress.ToString() == name);

    private async Task ChangeAsync(Func<Task> change)
    {
        await _changing.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    // Without IPv6 in the kernel "every address" is every IPv4 address; an address that was asked for by name must be there.
    private Socket? Bind(Address address, ListenOptions options)
    {
        try
        {
            return PeerListener.Bind(address, options.Port);
        }
        catch (SocketException e) when (options.Addresses.IsEmpty && e.SocketErrorCode == SocketError.AddressFamilyNotSupported)
        {
            LogFamilyMissing(address);
            return null;
        }
    }

    // The kernel asks for signatures before we see a connection, so the listeners must know every key.
    private string? SetKeys(PeerConfig? old, PeerConfig? config)
    {
        try
        {
            foreach (PeerListener listener in _listeners)
            {
                PeerKey? before = old is { IsUnnumbered: false } ? old.Key : null;
                if (before is not null && (config?.Key is null || config.RemoteAddress != old!.RemoteAddress))
                {
                    listener.SetKey(Prefix.Host(old!.RemoteAddress), null, before);
                    before = null;
                }

                if (config is { Key: { } key, IsUnnumbered: false })
                {
                    listener.SetKey(Prefix.Host(config.RemoteAddress), key, before);
                }
            }

            return null;
        }
        catch (SocketException e)
        {
            return $"its {config?.Key?.Description ?? "key"} could not be set ({e.Message}), and without it the session would not be what was asked for";
        }
    }

    private bool Admit(Socket socket, Address remote, int scope)
    {
        bool stranger = false;
        PeerSession? session = SessionOf(remote, scope, LocalOf(socket)) ?? SessionFromRange(remote, scope, out stranger);
        if (session is null)
        {
            if (!stranger)
            {
                socket.Dispose(); // its range is full; that was said
            }

            return !stranger;
        }

        try
        {
            LinuxSocketOptions.SetCommon(socket);
            TcpDialer.Secure(socket, session.Config);
            var transport = PeerTransport.Over(socket);
            if (!session.TryAccept(transport))
            {
                transport.Close();
            }
        }
        catch (SocketException e)
        {
            LogNotSecured(session.Config.Name, e.Message);
            socket.Dispose();
        }

        return true;
    }

    // Two neighbours may be one router that talks to two addresses of ours: then ours tells them apart.
    private PeerSession? SessionOf(Address remote, int scope, Address? local) => _sessions.Values
        .Where(session => IsFrom(session.Config, remote, scope))
        .OrderBy(session => session.Config.LocalAddress is not { } ours ? 1 : ours == local ? 0 : 2)
        .ThenBy(session => session.Config.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static Address? LocalOf(Socket socket) => socket.LocalEndPoint is IPEndPoint local ? Address.From(local.Address) : null;

    private static bool IsFrom(PeerConfig peer, Address remote, int scope) =>
        peer.RemoteAddress == remote && (scope == 0 || peer.Interface is null || LocalLink.IndexOf(peer.Interface) == scope);

    private void Announce(SessionChange change)
    {
        foreach (ChannelWriter<SessionChange> watcher in _watchers)
        {
            watcher.TryWrite(change);
        }
    }

    [LoggerMessage(1060, LogLevel.Information, "Listening for neighbours on {EndPoint}")]
    private partial void LogListening(IPEndPoint endPoint);

    [LoggerMessage(1061, LogLevel.Warning, "Not listening on {Address}: the kernel lacks this family; neighbours of the other one can connect")]
    private partial void LogFamilyMissing(Address address);

    [LoggerMessage(1062, LogLevel.Information, "Neighbour {Peer} ({Address}) is configured")]
    private partial void LogAdded(string peer, Address address);

    [LoggerMessage(1063, LogLevel.Information, "Neighbour {Peer} is removed")]
    private partial void LogRemoved(string peer);

    [LoggerMessage(1064, LogLevel.Error, "A connection of {Peer} was closed: {Problem}; it may connect again")]
    private partial void LogNotSecured(string peer, string problem);

    [LoggerMessage(1065, LogLevel.Warning, "Not every session was closed within {Limit}; the rest ends with the process")]
    private partial void LogStopTookLong(TimeSpan limit);
}
