using System.Collections.Concurrent;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Speaker.Timers;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Bfd;

/// <summary>
/// All sessions of BFD, on one thread of their own with absolute deadlines: nothing that routes do can make a packet late. It waits for
/// packets and deadlines at once, reads what has arrived before it judges a silence, and makes no garbage per packet. The thread and the
/// sockets begin with the first session.
/// </summary>
internal sealed partial class BfdEngine : IBfd, IDisposable
{
    /// <summary>RFC 5881 §4.</summary>
    public const int SingleHopPort = 3784;

    /// <summary>RFC 5883 §5.</summary>
    public const int MultihopPort = 4784;

    private const long RetryInterval = 5_000_000;

    // More than a receive queue holds: whatever had arrived when we woke up is read, and a flood cannot keep the deadlines waiting for ever.
    private const int MostAtOnce = 1024;

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly long _began;
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly PollSet _poll = new();
    private readonly DeadlineQueue _deadlines = new();
    private readonly Dictionary<uint, BfdWatch> _byDiscriminator = [];
    private readonly Dictionary<(Address Remote, int Scope, bool Multihop), BfdWatch> _byAddress = [];
    private readonly List<BfdReceiver> _receivers = [];
    private readonly DeadlineTimer _reopen;
    private readonly long[] _dropped = new long[Enum.GetValues<BfdPacketError>().Length];
    private readonly Lock _starting = new();
    private Thread? _thread;
    private uint _lastDiscriminator = (uint)Random.Shared.NextInt64(1L << 31); // so that a peer does not take us for the process before
    private string? _deaf;
    private volatile bool _stopped;

    public BfdEngine(TimeProvider clock, ILogger<BfdEngine> logger)
    {
        (_clock, _logger, _began) = (clock, logger, clock.GetTimestamp());
        _reopen = new DeadlineTimer(now => TryListen() ? null : now + RetryInterval);
    }

    public DateTimeOffset Now => _clock.GetUtcNow();

    // Microseconds since the engine began.
    private long Time => _clock.GetElapsedTime(_began).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Packets that were dropped for a reason, since the start.</summary>
    public long Dropped(BfdPacketError reason) => Volatile.Read(ref _dropped[(int)reason]);

    public IBfdWatch Watch(BfdPeer peer, BfdTimers timers, Action failed)
    {
        uint discriminator = Math.Max(1, Interlocked.Increment(ref _lastDiscriminator));
        var watch = new BfdWatch(this, peer, new BfdSession(discriminator, timers, Random.Shared.NextDouble), peer.Multihop ? MultihopPort : SingleHopPort, failed);
        Do(() => Add(watch));
        return watch;
    }

    public void Change(BfdWatch watch, BfdTimers timers) => Do(() =>
    {
        Follow(watch, watch.Session.Change(timers));
    });

    public void Stop(BfdWatch watch, bool silently) => Do(() => Remove(watch, silently));

    /// <summary>Ends the thread; what was asked for before is done first.</summary>
    public void Dispose()
    {
        lock (_starting)
        {
            _stopped = true;
            _poll.Wake();
            if (_thread is null)
            {
                _poll.Dispose();
            }
        }

        _thread?.Join(TimeSpan.FromSeconds(1)); // a last packet to each peer; it never waits for anything
    }

    /// <summary>On the engine's thread.</summary>
    public static long? OnTransmitDue(BfdWatch watch, long now)
    {
        if (watch.Session.NextSend is not { } due || due > now)
        {
            return watch.Session.NextSend;
        }

        Send(watch, final: false);
        watch.Session.Sent(now);
        return watch.Session.NextSend;
    }

    /// <summary>On the engine's thread.</summary>
    public long? OnDetectDue(BfdWatch watch, long now)
    {
        // Every packet moves the limit; the deadline moves only when it is reached.
        if (watch.Session.SilenceLimit is { } limit && limit <= now)
        {
            Follow(watch, watch.Session.Silence(now));
        }

        return watch.Session.SilenceLimit;
    }

    private void Do(Action command)
    {
        lock (_starting)
        {
            if (_stopped)
            {
                return;
            }

            _commands.Enqueue(command);
            if (_thread is null)
            {
                _thread = new Thread(Run) { Name = "bfd", IsBackground = true, Priority = ThreadPriority.AboveNormal };
                _thread.Start();
            }

            _poll.Wake();
        }
    }

    private void Run()
    {
        if (!TryListen())
        {
            _deadlines.Set(_reopen, Time + RetryInterval);
        }

        while (true)
        {
            bool last = _stopped;
            RunCommands();
            if (last)
            {
                break;
            }

            foreach (BfdReceiver receiver in _receivers)
            {
                Read(receiver);
            }

            RunDeadlines();
            _poll.Wait(_deadlines.Next is { } next ? Math.Max(0, next - Time) : null); // blocks a thread that exists for nothing else
        }

        foreach (BfdWatch watch in _byDiscriminator.Values)
        {
            SayGoodbye(watch);
        }

        _receivers.ForEach(receiver => receiver.Dispose());
        _poll.Dispose();
    }

    private void RunCommands()
    {
        while (_commands.TryDequeue(out Action? command))
        {
            try
            {
                command();
            }
            catch (Exception e)
            {
                LogCommandFailed(e);
            }
        }
    }

    private void RunDeadlines()
    {
        long now = Time;
        while (_deadlines.TryTake(now, out DeadlineTimer? timer))
        {
            if (timer.Due(now) is { } again)
            {
                _deadlines.Set(timer, Math.Max(again, now + 1));
            }
        }
    }

    private void Read(BfdReceiver receiver)
    {
        for (int read = 0; read < MostAtOnce && receiver.TryReceive(out ReadOnlySpan<byte> octets, out BfdArrival from); read++)
        {
            BfdPacketError error = BfdPacket.TryRead(octets, out BfdPacket packet);
            BfdWatch? watch = null;
            if (error == BfdPacketError.None && (watch = Find(packet, from, out error)) is not null)
            {
                watch.CountReceived();
                bool wasHeard = watch.Session.SilenceLimit is not null;
                Follow(watch, watch.Session.Receive(packet, Time));
                if (!wasHeard)
                {
                    Schedule(watch);
                }
            }
            else
            {
                Volatile.Write(ref _dropped[(int)error], _dropped[(int)error] + 1);
            }
        }
    }

    // RFC 5880 §6.8.6 and RFC 5881 §3: by the discriminator that we gave, or, as long as the peer does not know it, by its address and link.
    private BfdWatch? Find(in BfdPacket packet, BfdArrival from, out BfdPacketError error)
    {
        BfdWatch? watch;
        if (packet.YourDiscriminator != 0)
        {
            _byDiscriminator.TryGetValue(packet.YourDiscriminator, out watch);
        }
        else
        {
            watch = _byAddress.GetValueOrDefault(from.Key) ?? FindAnew(from);
        }

        // A discriminator is a number that can be guessed; the address and the way that the packet took must be the session's too.
        bool known = watch is not null && watch.Peer.Multihop == from.Multihop && watch.Peer.Remote == from.Source && watch.Session.State != BfdState.AdminDown;
        error = !known ? BfdPacketError.NoSession
            : from.Ttl < 256 - watch!.Peer.MaxHops ? BfdPacketError.Ttl
            : BfdPacketError.None;
        return error == BfdPacketError.None ? watch : null;
    }

    private bool TryListen()
    {
        try
        {
            foreach (Family family in FamilyExtensions.All)
            {
                Listen(family);
            }
        }
        catch (SocketException e)
        {
            _receivers.ForEach(receiver => receiver.Dispose());
            _receivers.Clear();
            string problem = $"UDP ports {SingleHopPort} and {MultihopPort} cannot be had: {e.Message}";
            if (_deaf != problem)
            {
                LogDeaf(problem, TimeSpan.FromMicroseconds(RetryInterval));
            }

            SetDeaf(problem);
            return false;
        }

        _poll.Watch(_receivers);
        SetDeaf(null);
        return true;
    }

    private void Listen(Family family)
    {
        try
        {
            _receivers.Add(BfdReceiver.Open(family, SingleHopPort, multihop: false));
            _receivers.Add(BfdReceiver.Open(family, MultihopPort, multihop: true));
        }
        catch (SocketException e) when (family == Family.IPv6 && e.SocketErrorCode == SocketError.AddressFamilyNotSupported)
        {
            // A kernel without IPv6 has no neighbours that speak it.
        }
    }

    private void SetDeaf(string? problem)
    {
        _deaf = problem;
        foreach (BfdWatch watch in _byDiscriminator.Values)
        {
            watch.Deaf = problem;
            watch.Publish();
        }
    }
}
