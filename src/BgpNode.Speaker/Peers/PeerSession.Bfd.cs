using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker.Bfd;

namespace BgpNode.Speaker.Peers;

/// <content>
/// BFD beside the session: it begins with the configuration, not with the session, and the session does not wait for it. Only what was up
/// and fell ends a session (RFC 5882 §3.2); a neighbour without BFD is a neighbour without BFD.
/// </content>
internal sealed partial class PeerSession
{
    private volatile IBfdWatch? _watch;
    private BfdPeer? _watched;
    private int _pathFailed;

    private void FollowBfd()
    {
        BfdPeer? wanted = IsWanted ? _config.ToBfdPeer() : null;
        if (wanted != _watched)
        {
            _watch?.Stop();
            _watch = wanted is null ? null : _context.Bfd.Watch(wanted, _config.Bfd!.Value.Timers, OnPathFailed);
            _watched = wanted;
        }
        else if (wanted is not null)
        {
            _watch!.Change(_config.Bfd!.Value.Timers);
        }
    }

    // On BFD's thread, which must not wait.
    private void OnPathFailed()
    {
        Volatile.Write(ref _pathFailed, 1);
        _inbox.Writer.TryWrite(new SessionInput.PathFailed()); // no room means that the loop is awake, and it looks after every input
    }

    private void EndWhenPathFailed()
    {
        if (Interlocked.Exchange(ref _pathFailed, 0) == 0)
        {
            return;
        }

        if (_up is { } leg)
        {
            Apply(leg, new SessionEvent.AutomaticStop(ProtocolError.BfdDown)); // RFC 9384
        }
        else if (_watch?.Status.RemoteIsIndependent == true)
        {
            ForgetRoutes(); // RFC 5882 §4.3: this BFD does not fall because its BGP restarts
        }
    }
}
