namespace BgpNode.Protocol.Bfd;

/// <summary>
/// The variables of one session (RFC 5880 §6.8.1) and the rules for them, in asynchronous mode and the active role. No socket, no clock:
/// times are microseconds of any clock that never goes back. Nothing here allocates.
/// </summary>
/// <param name="discriminator">bfd.LocalDiscr, not 0 and unique on this node.</param>
/// <param name="timers">What we want.</param>
/// <param name="random">A number in [0, 1), for jitter.</param>
public sealed class BfdSession(uint discriminator, BfdTimers timers, Func<double> random)
{
    /// <summary>§6.8.3: no faster than this while the session is not up.</summary>
    public const uint SlowInterval = 1_000_000;

    private BfdTimers _timers = timers;
    private bool _polling;
    private uint _remoteMinTx;
    private uint _remoteMinRx = 1; // §6.8.1
    private byte _remoteMultiplier;
    private bool _remoteDemand;
    private uint _txInForce = Math.Max(timers.MinTx, SlowInterval); // §6.8.3: a longer interval only counts when the poll is answered
    private uint _rxInForce = timers.MinRx;                         // and a shorter one for the detection time likewise
    private long _sentAt;
    private long _heardAt;

    public BfdState State { get; private set; } = BfdState.Down;

    public BfdState RemoteState { get; private set; } = BfdState.Down;

    public BfdDiagnostic Diagnostic { get; private set; }

    public BfdDiagnostic RemoteDiagnostic { get; private set; }

    public uint LocalDiscriminator => discriminator;

    /// <summary>0 while the peer is not heard.</summary>
    public uint RemoteDiscriminator { get; private set; }

    /// <summary>The peer's C bit: its BFD would outlive a restart of its control plane.</summary>
    public bool RemoteIsIndependent { get; private set; }

    /// <summary>Microseconds between our packets, before jitter; 0 when none are due (§6.8.7).</summary>
    public uint TransmitInterval => _remoteMinRx == 0 || (_remoteDemand && !_polling && State == BfdState.Up && RemoteState == BfdState.Up)
        ? 0
        : Math.Max(_txInForce, _remoteMinRx);

    /// <summary>Microseconds of silence after which the session is down (§6.8.4); 0 while the peer has said nothing.</summary>
    public long DetectionTime => (long)_remoteMultiplier * Math.Max(_rxInForce, _remoteMinTx);

    /// <summary>When the next packet is due; null for never.</summary>
    public long? NextSend { get; private set; } = 0;

    /// <summary>When the silence is too long; null while nobody is heard.</summary>
    public long? SilenceLimit => RemoteDiscriminator == 0 ? null : _heardAt + DetectionTime;

    private uint DesiredMinTx => State == BfdState.Up ? _timers.MinTx : Math.Max(_timers.MinTx, SlowInterval);

    /// <summary>A packet that belongs to this session and has passed <see cref="BfdPacket.TryRead"/> (§6.8.6).</summary>
    public BfdEffects Receive(in BfdPacket packet, long now)
    {
        (uint intervalBefore, long detectionBefore, BfdState stateBefore) = (TransmitInterval, DetectionTime, State);
        _heardAt = now;
        RemoteDiscriminator = packet.MyDiscriminator;
        RemoteState = packet.State;
        RemoteDiagnostic = packet.Diagnostic;
        RemoteIsIndependent = packet.ControlPlaneIndependent;
        (_remoteDemand, _remoteMinRx, _remoteMinTx, _remoteMultiplier) =
            (packet.Demand, packet.RequiredMinRx, packet.DesiredMinTx, packet.DetectMultiplier);
        if (_polling && packet.Final)
        {
            _polling = false;
            (_txInForce, _rxInForce) = (DesiredMinTx, _timers.MinRx);
        }

        MoveTo(BfdStateTable.OnPacket(State, packet.State), BfdDiagnostic.NeighborSignaledSessionDown);
        Reschedule(intervalBefore);
        return Effects(stateBefore, intervalBefore, detectionBefore) | (packet.Poll ? BfdEffects.SendFinal : BfdEffects.None);
    }

    /// <summary>The detection time has passed (§6.8.4). Nothing when it has not.</summary>
    public BfdEffects Silence(long now)
    {
        if (SilenceLimit is not { } limit || limit > now)
        {
            return BfdEffects.None;
        }

        (uint intervalBefore, long detectionBefore, BfdState stateBefore) = (TransmitInterval, DetectionTime, State);
        (RemoteDiscriminator, RemoteState) = (0, BfdState.Down);  // §6.8.1
        (_remoteMinRx, _remoteDemand) = (1, false);               // whoever comes back is a new one, which must hear us
        MoveTo(BfdStateTable.OnSilence(State), BfdDiagnostic.ControlDetectionTimeExpired);
        Reschedule(intervalBefore);
        return Effects(stateBefore, intervalBefore, detectionBefore);
    }

    /// <summary>Wants other timers; a session that is up agrees on them by a poll (§6.8.3).</summary>
    public BfdEffects Change(BfdTimers timers)
    {
        if (timers == _timers)
        {
            return BfdEffects.None;
        }

        (uint intervalBefore, long detectionBefore, BfdState stateBefore) = (TransmitInterval, DetectionTime, State);
        _timers = timers;
        Adopt();
        Reschedule(intervalBefore);
        return Effects(stateBefore, intervalBefore, detectionBefore) | BfdEffects.Send;
    }

    /// <summary>Ends by our own wish (§6.8.16).</summary>
    public BfdEffects Disable()
    {
        MoveTo(BfdState.AdminDown, BfdDiagnostic.AdministrativelyDown);
        return BfdEffects.StateChanged | BfdEffects.Send;
    }

    /// <summary>The packet to send now.</summary>
    /// <param name="final">Whether it answers a poll; such a packet never polls itself (§6.5).</param>
    public BfdPacket Packet(bool final) => new()
    {
        State = State,
        Diagnostic = Diagnostic,
        Poll = _polling && !final,
        Final = final,
        DetectMultiplier = _timers.Multiplier,
        MyDiscriminator = discriminator,
        YourDiscriminator = RemoteDiscriminator,
        DesiredMinTx = DesiredMinTx,
        RequiredMinRx = _timers.MinRx,
    };

    /// <summary>A periodic packet went out: the next is due an interval after this one was, so that a late one delays no other.</summary>
    public void Sent(long now)
    {
        _sentAt = NextSend is { } due && due <= now && now - due < TransmitInterval ? due : now;
        NextSend = After(_sentAt);
    }

    private void MoveTo(BfdState next, BfdDiagnostic why)
    {
        if (next == State)
        {
            return;
        }

        Diagnostic = next is BfdState.Down or BfdState.AdminDown ? why : next == BfdState.Up ? BfdDiagnostic.None : Diagnostic;
        State = next;
        Adopt();
    }

    // §6.8.3: what makes us slower than the peer believes, and the peer faster than we can take, waits for the answer to a poll.
    private void Adopt()
    {
        bool up = State == BfdState.Up;
        _polling = up;
        _txInForce = up ? Math.Min(_txInForce, DesiredMinTx) : DesiredMinTx;
        _rxInForce = up ? Math.Max(_rxInForce, _timers.MinRx) : _timers.MinRx;
    }

    private BfdEffects Effects(BfdState stateBefore, uint intervalBefore, long detectionBefore) =>
        (State != stateBefore ? BfdEffects.StateChanged | BfdEffects.Send : BfdEffects.None)
        | (TransmitInterval != intervalBefore || DetectionTime != detectionBefore ? BfdEffects.TimersChanged : BfdEffects.None);

    // §6.8.2: another interval counts from the packet that went out last, not only after the old one.
    private void Reschedule(uint intervalBefore)
    {
        if (TransmitInterval != intervalBefore)
        {
            NextSend = After(_sentAt);
        }
    }

    // §6.8.7: up to a quarter less, so that sessions do not move in step; with a multiplier of one at least a tenth less, because there is no second packet.
    private long? After(long time)
    {
        double shorter = _timers.Multiplier == 1 ? 0.10 + (0.15 * random()) : 0.25 * random();
        return TransmitInterval == 0 ? null : time + (long)(TransmitInterval * (1 - shorter));
    }
}
