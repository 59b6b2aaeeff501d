using BgpNode.Net;
using BgpNode.Routing.Export;
using BgpNode.Routing.Rib;

namespace BgpNode.Speaker.Rib;

/// <summary>
/// Numbers for sources. One that was used is given out again only when every update group has forgotten it: until then
/// "this prefix was sent with a path of source 7" would speak of the wrong neighbour.
/// </summary>
internal sealed class SourceNumbers(RibTables tables, UpdateGroups groups)
{
    private readonly Queue<(ushort Number, long V4, long V6)> _retired = new();
    private ushort _last = RibSource.LocalIndex;

    public ushort Next()
    {
        if (_retired.TryPeek(out (ushort Number, long V4, long V6) oldest)
            && groups.HavePassed(Family.IPv4, oldest.V4) && groups.HavePassed(Family.IPv6, oldest.V6))
        {
            return _retired.Dequeue().Number;
        }

        return checked(++_last);
    }

    public void Retire(ushort number) =>
        _retired.Enqueue((number, tables[Family.IPv4].BestJournal.Head, tables[Family.IPv6].BestJournal.Head));
}
