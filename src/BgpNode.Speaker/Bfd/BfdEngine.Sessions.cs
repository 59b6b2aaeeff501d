using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Speaker.Sockets;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker.Bfd;

/// <content>What events do to sessions, and what an operator reads of it: 1100 to 1109.</content>
internal sealed partial class BfdEngine
{
    private void Add(BfdWatch watch)
    {
        _byDiscriminator.Add(watch.Session.LocalDiscriminator, watch);
        _byAddress[KeyOf(watch)] = watch;
        watch.Deaf = _deaf;
        watch.Publish();
        Schedule(watch);
    }

    private void Remove(BfdWatch watch, bool silently)
    {
        if (!_byDiscriminator.Remove(watch.Session.LocalDiscriminator))
        {
            return;
        }

        foreach ((Address, int, bool) key in _byAddress.Where(entry => entry.Value == watch).Select(entry => entry.Key).ToArray())
        {
            _byAddress.Remove(key);
        }

        _deadlines.Cancel(watch.Transmit);
        _deadlines.Cancel(watch.Detect);
        if (silently)
        {
            watch.Sender.Dispose();
        }
        else
        {
            SayGoodbye(watch);
        }
    }

    // RFC 5880 §6.8.16: the peer learns that the path is not to blame. A lost packet only makes it wait for its detection time.
    private static void SayGoodbye(BfdWatch watch)
    {
        watch.Session.Disable();
        Send(watch, final: false);
        watch.Sender.Dispose();
        watch.Publish();
    }

    private void Follow(BfdWatch watch, BfdEffects effects)
    {
        if (effects == BfdEffects.None)
        {
            return;
        }

        BfdState before = watch.Status.State;
        if (effects.HasFlag(BfdEffects.SendFinal))
        {
            Send(watch, final: true);
        }

        if (effects.HasFlag(BfdEffects.StateChanged))
        {
            OnChanged(watch, before);
        }

        if (effects.HasFlag(BfdEffects.Send) && watch.Session.TransmitInterval != 0)
        {
            Send(watch, final: false);
            watch.Session.Sent(Time);
        }

        Schedule(watch);
        watch.Publish();
    }

    private void OnChanged(BfdWatch watch, BfdState before)
    {
        BfdSession session = watch.Session;
        watch.Since = Now;
        if (session.State == BfdState.Up)
        {
            LogUp(watch.Peer.Name, watch.Peer.Remote, session.TransmitInterval / 1000.0, session.DetectionTime / 1000.0);
        }
        else if (before == BfdState.Up && session.RemoteState == BfdState.AdminDown)
        {
            LogHeld(watch.Peer.Name); // RFC 5882 §3.2: no sign that the path has failed
        }
        else if (before == BfdState.Up)
        {
            watch.Failed();
            watch.Downs++;
            LogDown(watch.Peer.Name, watch.Peer.Remote, session.Diagnostic == BfdDiagnostic.ControlDetectionTimeExpired
                ? $"nothing was heard for {session.DetectionTime / 1000.0} ms"
                : "the peer says that it is down there");
        }
    }

    private void Schedule(BfdWatch watch)
    {
        if (watch.Session.NextSend is { } next)
        {
            _deadlines.Set(watch.Transmit, next);
        }
        else
        {
            _deadlines.Cancel(watch.Transmit);
        }

        if (watch.Session.SilenceLimit is { } limit)
        {
            _deadlines.Set(watch.Detect, limit);
        }
    }

    private static void Send(BfdWatch watch, bool final)
    {
        string? before = watch.Sender.Problem;
        if (watch.Sender.Send(watch.Session.Packet(final)))
        {
            watch.CountSent();
        }

        if (watch.Sender.Problem != before)
        {
            watch.Publish();
        }
    }

    // A link that was made anew has another number.
    private BfdWatch? FindAnew(BfdArrival from)
    {
        BfdWatch? watch = from.Scope == 0 ? null : _byDiscriminator.Values.FirstOrDefault(w => w.Peer.Remote == from.Source && KeyOf(w) == from.Key);
        if (watch is not null)
        {
            _byAddress[from.Key] = watch;
        }

        return watch;
    }

    private static (Address Remote, int Scope, bool Multihop) KeyOf(BfdWatch watch) =>
        (watch.Peer.Remote, watch.Peer is { Interface: { } link, Remote.IsLinkLocal: true } ? LocalLink.IndexOf(link) ?? 0 : 0, watch.Peer.Multihop);

    [LoggerMessage(1100, LogLevel.Information, "BFD with {Peer} ({Address}) is up: a packet each {Interval} ms, down after {Detection} ms of silence")]
    private partial void LogUp(string peer, Address address, double interval, double detection);

    [LoggerMessage(1101, LogLevel.Warning, "BFD with {Peer} ({Address}) is down: {Reason}; its session ends, and its routes move at once")]
    private partial void LogDown(string peer, Address address, string reason);

    [LoggerMessage(1102, LogLevel.Information, "BFD with {Peer} is held down by the peer, which says nothing about the path; the session stays")]
    private partial void LogHeld(string peer);

    [LoggerMessage(1103, LogLevel.Error, "BFD hears nothing: {Problem}; it is tried again every {Pace}, and sessions run without it")]
    private partial void LogDeaf(string problem, TimeSpan pace);

    [LoggerMessage(1104, LogLevel.Error, "A change to the sessions of BFD met a fault of ours and was not made; all others go on")]
    private partial void LogCommandFailed(Exception exception);
}
