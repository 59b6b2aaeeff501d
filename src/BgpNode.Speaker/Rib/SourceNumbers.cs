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
    private readonly Queue<Retired> _retired = new();
    private ushort _last = RibSource.LocalIndex;

    /// <summary>A number that means nothing yet; false when there are none.</summary>
    public bool TryNext(out ushort number)
    {
        if (_retired.TryPeek(out Retired oldest)
            && groups.HavePassed(Family.IPv4, oldest.V4.Best, oldest.V4.Paths) && groups.HavePassed(Family.IPv6, oldest.V6.Best, oldest.V6.Paths))
        {
            number = _retired.Dequeue().Number;
            return true;
        }

        bool more = _last < ushort.MaxValue;
        number = more ? ++_last : (ushort)0;
        return more;
    }

    public void Retire(ushort number) => _retired.Enqueue(new Retired(number, HeadsOf(Family.IPv4), HeadsOf(Family.IPv6)));

    private (long Best, long Paths) HeadsOf(Family family) => (tables[family].BestJournal.Head, tables[family].PathJournal.Head);

    private readonly record struct Retired(ushort Number, (long Best, long Paths) V4, (long Best, long Paths) V6);
}
