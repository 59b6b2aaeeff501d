using BgpNode.Protocol.Bfd;
using BgpNode.Speaker.Timers;

namespace BgpNode.Speaker.Bfd;

/// <summary>One session and what it needs on the engine's thread, to which all of it belongs but the snapshot.</summary>
internal sealed class BfdWatch : IBfdWatch
{
    private readonly BfdEngine _engine;
    private long _sent;
    private long _received;
    private volatile BfdStatus _status;

    public BfdWatch(BfdEngine engine, BfdPeer peer, BfdSession session, int remotePort, Action failed)
    {
        (_engine, Peer, Session, Failed) = (engine, peer, session, failed);
        Sender = new BfdSender(peer, remotePort);
        Transmit = new DeadlineTimer(now => BfdEngine.OnTransmitDue(this, now));
        Detect = new DeadlineTimer(now => engine.OnDetectDue(this, now));
        Since = engine.Now;
        _status = Describe();
    }

    public BfdPeer Peer { get; }

    public BfdSession Session { get; }

    public Action Failed { get; }

    public BfdSender Sender { get; }

    public DeadlineTimer Transmit { get; }

    public DeadlineTimer Detect { get; }

    public DateTimeOffset Since { get; set; }

    public long Downs { get; set; }

    /// <summary>Why nothing can be received; null when it can.</summary>
    public string? Deaf { get; set; }

    public BfdStatus Status => _status with { PacketsSent = Volatile.Read(ref _sent), PacketsReceived = Volatile.Read(ref _received) };

    public void Change(BfdTimers timers) => _engine.Change(this, timers);

    public void Stop(bool silently) => _engine.Stop(this, silently);

    public void CountSent() => Volatile.Write(ref _sent, _sent + 1);

    public void CountReceived() => Volatile.Write(ref _received, _received + 1);

    /// <summary>Lets others see what is true now.</summary>
    public void Publish() => _status = Describe();

    private BfdStatus Describe() => new()
    {
        State = Session.State,
        RemoteState = Session.RemoteState,
        Diagnostic = Session.Diagnostic,
        RemoteDiagnostic = Session.RemoteDiagnostic,
        LocalDiscriminator = Session.LocalDiscriminator,
        RemoteDiscriminator = Session.RemoteDiscriminator,
        Multihop = Peer.Multihop,
        TransmitInterval = TimeSpan.FromMicroseconds(Session.TransmitInterval),
        DetectionTime = TimeSpan.FromMicroseconds(Session.DetectionTime),
        RemoteIsIndependent = Session.RemoteIsIndependent,
        Since = Since,
        Downs = Downs,
        PacketsSent = 0,
        PacketsReceived = 0,
        Problem = Deaf ?? Sender.Problem,
    };
}
