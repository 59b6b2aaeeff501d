using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <content>
/// Graceful restart, RFC 4724, as the one who helps: a session that is lost leaves its routes where they are, and the next one takes over
/// the columns and marks what lies in them. What is told again with the same attributes changes nothing, for nobody.
/// </content>
public sealed partial class RibLoop
{
    private readonly Dictionary<string, LeftBehind> _left = new(StringComparer.Ordinal);

    public async ValueTask ForgetAsync(string peerName) => await PostUnlessStoppedAsync(new RibWork(() =>
    {
        if (_left.Remove(peerName, out LeftBehind? left))
        {
            Remove(left);
        }
    })).ConfigureAwait(false);

    /// <summary>
    /// Holds back the End-of-RIB of neighbours that are sent what others announce: after a restart of ours they keep what we told them
    /// before until we have heard it again (RFC 4724 §4.1). Before the loop starts.
    /// </summary>
    public void HoldEndOfRib() => _tables.HoldsEndOfRib = true;

    /// <summary>Everything is told that will be.</summary>
    public ValueTask ReleaseEndOfRibAsync(CancellationToken ct = default) => PostAsync(new RibWork(() => _tables.HoldsEndOfRib = false), ct);

    private void LeaveBehind(RibPeer peer, FamilySet keep)
    {
        foreach (Family family in FamilyExtensions.All)
        {
            if (!keep.Has(family))
            {
                Clear(peer.Lanes, family);
            }
        }

        var left = new LeftBehind(peer.Lanes, keep);
        left.Limit = After(TimeSpan.FromSeconds(peer.Agreement.GracefulRestart!.RestartTime), new RibWork(() => GiveUp(peer.Name, left)));
        _left[peer.Name] = left;
    }

    private void GiveUp(string peerName, LeftBehind left)
    {
        if (_left.TryGetValue(peerName, out LeftBehind? now) && now == left)
        {
            _left.Remove(peerName);
            LogNotBack(peerName, Remove(left));
        }
    }

    // §4.2: what the neighbour did not forward while it was away goes at once; so does everything when paths would mean something else now.
    private PeerLanes? TakeOver(PeerUp up, RibSource source)
    {
        if (!_left.Remove(up.PeerName, out LeftBehind? left))
        {
            return null;
        }

        if (up.Agreement.GracefulRestart is not { } restart || !left.Lanes.CanBecome(source))
        {
            Remove(left);
            return null;
        }

        left.Limit?.Dispose();
        left.Lanes.Become(source);
        foreach (Family family in FamilyExtensions.All)
        {
            if (!(left.Families & restart.Preserved).Has(family))
            {
                Clear(left.Lanes, family);
            }
        }

        return left.Lanes;
    }

    private int Remove(LeftBehind left)
    {
        left.Limit?.Dispose();
        int routes = FamilyExtensions.All.ToArray().Sum(family => left.Lanes.Accepted(_tables[family]));
        Remove(left.Lanes);
        return routes;
    }

    private void Remove(PeerLanes lanes)
    {
        foreach (RibSource lane in lanes.All)
        {
            _tables.RemoveSource(lane);
            _numbers.Retire(lane.Index);
        }

        _fib.ForgetSources();
    }

    private void Clear(PeerLanes lanes, Family family)
    {
        foreach (RibSource lane in lanes.All)
        {
            _tables[family].Clear(lane);
        }
    }
}
