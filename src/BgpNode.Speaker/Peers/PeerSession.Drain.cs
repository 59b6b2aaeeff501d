using BgpNode.Protocol.Session;

namespace BgpNode.Speaker.Peers;

/// <content>The way out of service (RFC 8326): first the last choice, then gone, and back when the operator says so.</content>
internal sealed partial class PeerSession
{
    private DrainPhase _drained;

    private void FollowDrain()
    {
        DrainPhase before = _drained;
        _drained = _context.Drain.Phase;
        if (_drained == DrainPhase.Gone)
        {
            StopBoth(_context.Drain.Farewell);
            ForgetRoutes();
        }
        else if (before == DrainPhase.Gone && IsWanted)
        {
            Apply(_outgoing, _config.Passive ? new SessionEvent.ManualStartWithPassiveTcpEstablishment() : new SessionEvent.ManualStart());
        }
        else if (before != _drained)
        {
            _rib?.ChangePolicy(_context.Drain.Of(_config.Policy));
        }

        FollowBfd();
    }
}
