using BgpNode.Net;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <content>
/// Route refresh, RFC 2918 and RFC 7313. Between the marks of its answer a neighbour tells everything that it has; what it did
/// not tell again is gone. In between nothing changes: a route that is only not told yet is still used.
/// </content>
internal sealed partial class RibPeer
{
    /// <summary>RFC 7313 §4: how long routes are kept that a neighbour has not told again. Its answer takes seconds, not minutes.</summary>
    internal static readonly TimeSpan LongestRefresh = TimeSpan.FromMinutes(6);

    private readonly IncomingRefresh?[] _refreshes = new IncomingRefresh?[2];

    private void Refresh(Family family)
    {
        if (!_gone && Agreement.Families.Has(family))
        {
            _loop.Groups.Resend(Member, family, Agreement.EnhancedRouteRefresh);
        }
    }

    private void BeginRefresh(Family family)
    {
        if (_gone || !Agreement.Families.Has(family))
        {
            return;
        }

        ForgetRefresh(family); // it began anew
        var refresh = new IncomingRefresh { Marks = new StaleMarks(_tables[family], Lanes.All) };
        refresh.Limit = _loop.After(LongestRefresh, new RibWork(() => GiveUpRefresh(family, refresh), this));
        _refreshes[(int)family] = refresh;
    }

    private void EndRefresh(Family family)
    {
        if (!_gone && _refreshes[(int)family] is { } refresh) // an end without a beginning ends nothing
        {
            ForgetRefresh(family);
            _loop.LogRefreshed(Name, family.Name(), refresh.Marks.Sweep());
        }
    }

    private void GiveUpRefresh(Family family, IncomingRefresh refresh)
    {
        if (!_gone && _refreshes[(int)family] == refresh)
        {
            ForgetRefresh(family);
            _loop.LogRefreshUnended(Name, family.Name(), LongestRefresh, refresh.Marks.Sweep());
        }
    }

    private void ForgetRefreshes()
    {
        foreach (Family family in FamilyExtensions.All)
        {
            ForgetRefresh(family);
        }
    }

    private void ForgetRefresh(Family family)
    {
        _refreshes[(int)family]?.Limit?.Dispose();
        _refreshes[(int)family] = null;
    }

    private sealed class IncomingRefresh
    {
        public required StaleMarks Marks { get; init; }

        public ITimer? Limit { get; set; }
    }
}
