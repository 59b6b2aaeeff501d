using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Peers;

/// <content>
/// Graceful restart, RFC 4724. A peer that restarts loses its connection without a NOTIFICATION: then its routes stay until it is back and
/// has said End-of-RIB, or its restart time is over. The RIB keeps and sweeps them; here is decided when.
/// </content>
internal sealed partial class PeerSession
{
    /// <summary>A second connection that comes sooner is a collision, later it is a peer that has forgotten the first.</summary>
    private static readonly TimeSpan SecondConnectionIsRestart = TimeSpan.FromSeconds(5);

    private FamilySet _kept;
    private DateTimeOffset _keptUntil;

    private bool IsHelping => _kept != FamilySet.None && _context.Clock.GetUtcNow() < _keptUntil;

    // §4.2: only TCP's end is a restart. A NOTIFICATION of either side, BFD's included, is meant.
    private FamilySet KeptAfter(DownReason reason) =>
        reason.Cause == DownCause.ConnectionLost && IsWanted && _up?.Connection?.Agreement?.GracefulRestart is { RestartTime: > 0 } restart
            ? restart.Families
            : FamilySet.None;

    private void Keep(FamilySet families, ushort restartTime)
    {
        _kept = families;
        _keptUntil = _context.Clock.GetUtcNow().AddSeconds(restartTime);
        if (families != FamilySet.None)
        {
            LogKept(_config.Name, families, restartTime);
        }
    }

    // Whatever is kept for the peer goes: it is not wanted any more, or it is dead for certain.
    private void ForgetRoutes()
    {
        if (_kept != FamilySet.None)
        {
            _kept = FamilySet.None;
            _left = ForgetAsync(_left);
        }
    }

    private async Task ForgetAsync(Task before)
    {
        await before;
        await _context.Rib.ForgetAsync(_config.Name);
    }

    // §4.1 has the restarting speaker simply go: its peers must not be told that the session is over.
    private void LeaveForRestart(bool restarts)
    {
        if (restarts && _up is { Connection.Agreement.GracefulRestart: { } } leg)
        {
            _watch?.Stop(silently: true);
            (_watch, _watched) = (null, null);
            LogLeft(_config.Name);
            Apply(leg, new SessionEvent.TcpConnectionFails());
        }
    }

    // §4.2: a peer that connects anew has lost the connection that we still have.
    private void EndForNewConnection()
    {
        if (_up is { Connection.Agreement.GracefulRestart: { } } leg && _context.Clock.GetUtcNow() - _since >= SecondConnectionIsRestart)
        {
            Apply(leg, new SessionEvent.TcpConnectionFails());
        }
    }
}
