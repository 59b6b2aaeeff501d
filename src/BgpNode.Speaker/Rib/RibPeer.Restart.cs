using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Speaker.Rib;

/// <content>
/// A neighbour that came back from a restart (RFC 4724 §4.2): what it left behind is marked, as for a refresh, and what it has not told again
/// by its End-of-RIB is gone.
/// </content>
internal sealed partial class RibPeer
{
    private FamilySet _returning;

    public void BeginRestart()
    {
        foreach (Family family in FamilyExtensions.All)
        {
            if (Lanes.Accepted(_tables[family]) + Lanes.Refused(_tables[family]) > 0)
            {
                BeginRefresh(family);
                _returning = _returning.With(family);
            }
        }
    }

    public void EndRestart(Family family)
    {
        if (_returning.Has(family))
        {
            _returning = _returning.Without(family);
            EndRefresh(family);
        }
    }

    public void EndRestarts()
    {
        foreach (Family family in FamilyExtensions.All)
        {
            EndRestart(family);
        }
    }
}
