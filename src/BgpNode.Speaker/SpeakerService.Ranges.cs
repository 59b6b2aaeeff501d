using System.Collections.Immutable;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker;

/// <content>Neighbours that come from a range: their sessions begin with a connection and are forgotten when none follows.</content>
public sealed partial class SpeakerService
{
    /// <summary>How long the session of a neighbour that is gone is kept for it to come back, and for its last error to be read.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan SweepPace = TimeSpan.FromSeconds(10);

    // Accept loops make sessions of ranges, whoever changes the neighbours ends them: the gate is held for a look and a note, never for a wait.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (PeerSession Session, string Range)> _ranged = new(StringComparer.Ordinal);
    private readonly HashSet<string> _saidFull = new(StringComparer.Ordinal);
    private readonly PeriodicTimer _sweepPace;
    private readonly Task _sweeping;
    private ImmutableArray<PeerRange> _ranges = [];
    private long _overLimit;

    /// <summary>Connections that were closed because their range had all the sessions that it may have.</summary>
    public long OverLimit => Volatile.Read(ref _overLimit);

    /// <summary>
    /// Takes the ranges from which neighbours may connect, in place of those before. Sessions whose range says something else now
    /// follow it as <see cref="PeerConfig.ChangeEffect"/> says; those that have lost their range, or whose address belongs to a
    /// longer one now, are ended and may come again.
    /// </summary>
    public Task SetRangesAsync(ImmutableArray<PeerRange> ranges) => ChangeAsync(async () =>
    {
        foreach (PeerRange old in _ranges.Where(old => old.Template.Key is not null && !ranges.Any(r => r.Prefix == old.Prefix && r.Template.Key is not null)))
        {
            SetKey(old, null, old.Template.Key);
        }

        ImmutableArray<PeerRange> open = [.. ranges.Where(range => !range.Template.Disabled && (range.Template.Key is not { } key || SetKey(range, key, KeyOf(range.Prefix))))];
        (PeerSession Session, PeerConfig? Config)[] sessions;
        lock (_gate)
        {
            _ranges = open;
            _saidFull.Clear();
            sessions = [.. _ranged.Values.Select(entry => (entry.Session, RangeOf(entry.Session.Config.RemoteAddress) is { } range && range.Name == entry.Range
                ? range.ConfigOf(entry.Session.Config.RemoteAddress)
                : null))];
        }

        await Task.WhenAll(sessions.Select(async entry =>
        {
            if (entry.Config is null)
            {
                await EndRangedAsync(entry.Session, ProtocolError.PeerDeconfigured);
            }
            else if (!entry.Config.Equals(entry.Session.Config))
            {
                await entry.Session.ConfigureAsync(entry.Config, problem: null);
            }
        }));
    });

    private PeerRange? RangeOf(Address address) => _ranges.Where(range => range.Prefix.Contains(address)).MaxBy(range => range.Prefix.Length);

    /// <summary>The session for a connection that no configured neighbour made.</summary>
    /// <param name="remote">Where it came from.</param>
    /// <param name="scope">The link of a link-local address, 0 otherwise.</param>
    /// <param name="stranger">No range holds the address. False with no session when its range is full.</param>
    private PeerSession? SessionFromRange(Address remote, int scope, out bool stranger)
    {
        lock (_gate)
        {
            stranger = false;
            if (_sessions.Values.FirstOrDefault(s => IsFrom(s.Config, remote, scope)) is { } made)
            {
                return made; // by another listener, or configured, a moment ago
            }

            if (RangeOf(remote) is not { } range)
            {
                stranger = true;
                return null;
            }

            if (_ranged.Values.Count(entry => entry.Range == range.Name) >= range.MaxSessions)
            {
                Interlocked.Increment(ref _overLimit);
                if (_saidFull.Add(range.Name))
                {
                    LogRangeFull(range.Name, range.MaxSessions, remote);
                }

                return null;
            }

            PeerConfig config = range.ConfigOf(remote);
            var session = new PeerSession(config, _context);
            if (!_sessions.TryAdd(config.Name, session))
            {
                _ = session.StopAsync(ProtocolError.PeerDeconfigured); // a configured neighbour has the name; nothing has been started yet
                return null;
            }

            _ranged.Add(config.Name, (session, range.Name));
            session.Begin();
            LogRanged(config.Name, remote, range.Prefix);
            return session;
        }
    }

    // The session is stopped before its name is free: the next one must not meet its routes in the RIB.
    private async Task EndRangedAsync(PeerSession session, ProtocolError error)
    {
        await session.StopAsync(error);
        Forget(session);
        LogRemoved(session.Config.Name);
    }

    private void Forget(PeerSession session)
    {
        lock (_gate)
        {
            _sessions.TryRemove(KeyValuePair.Create(session.Config.Name, session));
            if (_ranged.Remove(session.Config.Name, out (PeerSession Session, string Range) entry))
            {
                _saidFull.Remove(entry.Range);
            }
        }
    }

    // A neighbour that is configured now is no longer one of a range.
    private Task YieldToAsync(Address configured) =>
        Task.WhenAll(Ranged(session => session.Config.RemoteAddress == configured).Select(session => EndRangedAsync(session, ProtocolError.OtherConfigurationChange)));

    private PeerSession[] Ranged(Func<PeerSession, bool> which)
    {
        lock (_gate)
        {
            return [.. _ranged.Values.Select(entry => entry.Session).Where(which)];
        }
    }

    private async Task SweepAsync()
    {
        while (await _sweepPace.WaitForNextTickAsync())
        {
            try
            {
                await SweepOnceAsync();
            }
            catch (Exception e)
            {
                LogSweepFailed(e);
            }
        }
    }

    private async Task SweepOnceAsync()
    {
        await _changing.WaitAsync();
        try
        {
            PeerSession[] idle = _stopped ? [] : Ranged(session => session.Status is { State: <= SessionState.Active } status && _clock.GetElapsedTime(status.SinceStamp) >= IdleLimit);
            await Task.WhenAll(idle.Select(session => EndRangedAsync(session, ProtocolError.PeerDeconfigured)));
        }
        finally
        {
            _changing.Release();
        }
    }

    private PeerKey? KeyOf(Prefix range) => _ranges.FirstOrDefault(r => r.Prefix == range)?.Template.Key;

    private bool SetKey(PeerRange range, PeerKey? key, PeerKey? before)
    {
        try
        {
            foreach (PeerListener listener in _listeners)
            {
                listener.SetKey(range.Prefix, key, before);
            }

            return true;
        }
        catch (SocketException e)
        {
            LogRangeNotSecured(range.Name, e.Message);
            return false;
        }
    }

    [LoggerMessage(1066, LogLevel.Information, "Neighbour {Peer} ({Address}) connected from the range {Range}; it has a session of its own")]
    private partial void LogRanged(string peer, Address address, Prefix range);

    [LoggerMessage(1067, LogLevel.Warning, "The range {Range} has its {Limit} sessions; the connection of {Address} was closed, and so are further ones until a session is free")]
    private partial void LogRangeFull(string range, int limit, Address address);

    [LoggerMessage(1068, LogLevel.Error, "The range {Range} stays closed: its key could not be set ({Problem}), and without it its sessions would not be what was asked for")]
    private partial void LogRangeNotSecured(string range, string problem);

    [LoggerMessage(1069, LogLevel.Error, "Idle sessions of ranges could not be removed; they are looked at again in a moment")]
    private partial void LogSweepFailed(Exception exception);
}
