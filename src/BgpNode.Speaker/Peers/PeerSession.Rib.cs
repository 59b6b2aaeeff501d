using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Connections;
using BgpNode.Speaker.Rib;
using BgpNode.Speaker.Sockets;

namespace BgpNode.Speaker.Peers;

/// <content>Into Established and out of it.</content>
internal sealed partial class PeerSession
{
    /// <summary>A session that lasted this long was well: the next failure is the first one again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    private SessionLeg? _up;
    private RibLink? _rib;
    private Task _left = Task.CompletedTask;

    private void OnUp(SessionLeg leg)
    {
        PeerConnection connection = leg.Connection!;
        _up = leg;
        _since = _context.Clock.GetUtcNow();
        _sinceStamp = _context.Clock.GetTimestamp();
        _timesUp++;
        _saidProblem = null;
        connection.Establish();
        _kept = FamilySet.None; // from here on the RIB sees to what was kept
        PeerConfig config = _config;
        _rib = new RibLink(_left, () => AttachAsync(connection, config), e => ConnectionFailed(connection, e));
        if (Other(leg).State != SessionState.Idle)
        {
            Apply(Other(leg), new SessionEvent.OpenCollisionDump());
        }

        _idleHold.Stop(); // the table that was just given up is not to come back on its own
        LogUp(config.Name, connection.Remote, connection.Agreement!.PeerAs, connection.Agreement.Families, connection.Agreement.HoldTime);
    }

    private async Task<IRibPeer> AttachAsync(PeerConnection connection, PeerConfig config)
    {
        LocalLink link = LocalLink.Find(connection.Local, connection.Remote);
        IRibPeer peer = await _context.Rib.PeerUpAsync(
            new PeerUp(
                config.Name,
                connection.Remote,
                connection.InterfaceIndex,
                connection.Agreement!,
                _context.Drain.Of(config.Policy),
                connection.Local,
                link.OtherFamily,
                link.SharedSubnet && !config.Multihop,
                error => FailFromRib(connection, error)),
            CancellationToken.None);
        connection.Attach(peer);
        return peer;
    }

    private void FailFromRib(PeerConnection connection, ProtocolError error)
    {
        if (Interlocked.CompareExchange(ref _ribError, new RibError(connection, error), null) is null)
        {
            _inbox.Writer.TryWrite(new SessionInput.RibFailed()); // no room means that the loop is awake, and it looks after every input
        }
    }

    private void OnDown(DownReason reason)
    {
        TimeSpan lasted = _context.Clock.GetElapsedTime(_sinceStamp);
        if (lasted >= Settled)
        {
            _connectRetryCounter = 0;
        }

        _timesDown++;
        _sinceStamp = _context.Clock.GetTimestamp();
        _since = _context.Clock.GetUtcNow();
        LogDown(_config.Name, lasted, InWords(reason), IsWanted ? "the session tries again" : "it stays down");
        LeaveRib(KeptAfter(reason));
    }

    // Every route of the peer goes, but those of the families that are kept for its return.
    private void LeaveRib(FamilySet keep)
    {
        if (_up?.Connection is { } connection && _rib is not null)
        {
            connection.StopRoutes();
            _left = _rib.LeaveAsync(connection.Reading, keep);
            Keep(keep, connection.Agreement!.GracefulRestart?.RestartTime ?? 0);
        }

        (_up, _rib) = (null, null);
    }
}
