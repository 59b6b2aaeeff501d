namespace BgpNode.Control.Views;

/// <summary>Timers of a session in seconds; the negotiated ones are absent before the OPENs met.</summary>
public sealed record PeerTimersView
{
    public required double ConfiguredHoldSeconds { get; init; }

    public double? HoldSeconds { get; init; }

    public double? KeepaliveSeconds { get; init; }

    /// <summary>Until the hold timer ends the session, if nothing more is heard.</summary>
    public double? HoldLeftSeconds { get; init; }
}
