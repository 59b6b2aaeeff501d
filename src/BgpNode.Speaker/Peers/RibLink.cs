using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;

namespace BgpNode.Speaker.Peers;

/// <summary>
/// A session's calls to the RIB, one after the other and beside the session's loop: the RIB may make them wait, and KEEPALIVEs must not.
/// </summary>
internal sealed class RibLink
{
    private readonly Action<Exception> _failed;
    private readonly Task<IRibPeer?> _peer;
    private Task _last;
    private volatile PeerCounters? _counters;

    /// <param name="previousGone">The session before this one has left the RIB.</param>
    /// <param name="attach">Tells the RIB that the session is up.</param>
    /// <param name="failed">Is told of exceptions.</param>
    public RibLink(Task previousGone, Func<Task<IRibPeer>> attach, Action<Exception> failed)
    {
        _failed = failed;
        _peer = AttachAsync(previousGone, attach);
        _last = _peer;
    }

    /// <summary>Null until the RIB has taken the session.</summary>
    public PeerCounters? Counters => _counters;

    public void ChangePolicy(PeerPolicy policy) => _last = NextAsync(_last, peer => peer.PolicyChangedAsync(policy, CancellationToken.None));

    /// <summary>Sends the neighbour everything of a family again.</summary>
    public void SendAgain(Family family) =>
        _last = NextAsync(_last, peer => peer.RefreshRequestedAsync(family, RouteRefreshMessage.Request, CancellationToken.None));

    /// <summary>Completes when the peer's routes are gone from the RIB.</summary>
    /// <param name="reading">Completes when the reader hands nothing over any more.</param>
    /// <param name="keep">Families whose routes stay for the peer's return.</param>
    public Task LeaveAsync(Task reading, FamilySet keep) => _last = NextAsync(Task.WhenAll(_last, reading), peer => peer.DownAsync(keep));

    private async Task<IRibPeer?> AttachAsync(Task previousGone, Func<Task<IRibPeer>> attach)
    {
        try
        {
            await previousGone;
            IRibPeer peer = await attach();
            _counters = peer.Counters;
            return peer;
        }
        catch (Exception e)
        {
            _failed(e);
            return null;
        }
    }

    private async Task NextAsync(Task before, Func<IRibPeer, ValueTask> call)
    {
        try
        {
            await before;
            if (await _peer is { } peer)
            {
                await call(peer);
            }
        }
        catch (Exception e)
        {
            _failed(e);
        }
    }
}
