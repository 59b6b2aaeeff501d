using BgpNode.Protocol.Bfd;
using BgpNode.Speaker.Bfd;

namespace BgpNode.TestKit.Speaker;

/// <summary>A session of BFD that does what a test says.</summary>
internal sealed class FakeBfdWatch(BfdPeer peer, BfdTimers timers, Action failed) : IBfdWatch
{
    public BfdPeer Peer => peer;

    public BfdTimers Timers { get; private set; } = timers;

    public bool Stopped { get; private set; }

    public bool Independent { get; set; }

    public BfdStatus Status => new()
    {
        State = BfdState.Up,
        RemoteState = BfdState.Up,
        Diagnostic = BfdDiagnostic.None,
        RemoteDiagnostic = BfdDiagnostic.None,
        LocalDiscriminator = 1,
        RemoteDiscriminator = 2,
        Multihop = peer.Multihop,
        TransmitInterval = TimeSpan.FromMicroseconds(Timers.MinTx),
        DetectionTime = TimeSpan.FromMicroseconds(Timers.MinRx * Timers.Multiplier),
        RemoteIsIndependent = Independent,
        Since = DateTimeOffset.UnixEpoch,
        Downs = 0,
        PacketsSent = 0,
        PacketsReceived = 0,
    };

    /// <summary>The path fails.</summary>
    public void Fail() => failed();

    public void Change(BfdTimers timers) => Timers = timers;

    public void Stop(bool silently) => Stopped = true;
}
