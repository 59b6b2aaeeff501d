using BgpNode.Speaker.Peers;
using Microsoft.Extensions.Logging;

namespace BgpNode.Speaker;

/// <content>Out of service and back, all neighbours together.</content>
public sealed partial class SpeakerService
{
    /// <summary>Whether this node is on its way out.</summary>
    public DrainPhase DrainPhase => _drain.Phase;

    /// <summary>
    /// Asks all neighbours to prefer any other way (RFC 8326), waits while they find one, and ends all sessions with Cease/Administrative
    /// Shutdown; they stay down, further neighbours included, until <see cref="ReturnAsync"/> or the end of the process.
    /// </summary>
    /// <param name="wait">For the others to find another way.</param>
    /// <param name="reason">Sent along (RFC 9003); null for nothing.</param>
    /// <param name="ct">Ends the wait; the routes stay marked then.</param>
    /// <returns>How many sessions it ended; null when somebody called it off meanwhile.</returns>
    public async Task<int?> DrainAsync(TimeSpan wait, string? reason, CancellationToken ct)
    {
        await MoveDrainAsync(DrainPhase.Leaving, reason);
        LogDraining(wait);
        await Task.Delay(wait, _clock, ct);
        if (_drain.Phase != DrainPhase.Leaving)
        {
            return null;
        }

        int up = Peers.Count(peer => peer.Agreement is not null);
        await MoveDrainAsync(DrainPhase.Gone, reason);
        LogDrained(up);
        return up;
    }

    /// <summary>Goes back into service. False when the node was in service.</summary>
    public async Task<bool> ReturnAsync()
    {
        if (_drain.Phase == DrainPhase.None)
        {
            return false;
        }

        await MoveDrainAsync(DrainPhase.None, null);
        LogReturned();
        return true;
    }

    private Task MoveDrainAsync(DrainPhase phase, string? reason) => ChangeAsync(async () =>
    {
        _drain.MoveTo(phase, reason);
        await Task.WhenAll(_sessions.Values.Select(session => session.FollowDrainAsync().AsTask()));
    });

    [LoggerMessage(1070, LogLevel.Warning, "Draining: everything that is announced carries GRACEFUL_SHUTDOWN; sessions end in {Wait}")]
    private partial void LogDraining(TimeSpan wait);

    [LoggerMessage(1071, LogLevel.Warning, "Drained: {Count} sessions were ended and stay down; 'bgpnode drain --end' or a restart brings them back")]
    private partial void LogDrained(int count);

    [LoggerMessage(1072, LogLevel.Information, "Back in service: sessions start again")]
    private partial void LogReturned();
}
