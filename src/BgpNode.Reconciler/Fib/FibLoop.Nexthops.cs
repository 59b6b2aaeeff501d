using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.Reconciler.Fib;

public sealed partial class FibLoop
{
    // A number that another program has taken, or an object that went meanwhile, costs one more round; nothing costs many.
    private const int NexthopRounds = 4;

    private readonly List<NexthopObject> _touched = [];
    private readonly List<NexthopWrite> _nexthopWrites = [];
    private readonly List<RouteResult> _nexthopFailures = [];

    /// <summary>Brings the objects that the next routes name into the kernel, and those that were bent back into shape.</summary>
    private async ValueTask WriteNexthopsAsync(CancellationToken ct)
    {
        for (int round = 0; round < NexthopRounds && _nexthops.HasWork; round++)
        {
            _nexthops.TakeWork(_touched, _nexthopWrites);
            await _objects.WriteNexthopsAsync(_nexthopWrites.ToArray(), _nexthopFailures, ct);
            int next = 0;
            for (int i = 0; i < _touched.Count; i++)
            {
                RouteResult result = next < _nexthopFailures.Count && _nexthopFailures[next].Index == i ? _nexthopFailures[next++] : default;
                JudgeNexthop(_touched[i], _nexthopWrites[i], result);
            }

            _touched.Clear();
            _nexthopWrites.Clear();
            _nexthopFailures.Clear();
        }
    }

    private void JudgeNexthop(NexthopObject one, in NexthopWrite write, RouteResult result)
    {
        bool again = _nexthops.Judge(one, write, result.Errno);
        if (!_nexthops.IsSupported)
        {
            LogNoNexthops();
            _resolver.Forget();
        }
        else if (one.IsRefused)
        {
            LogNexthopRefused(one.Hops, result.ToString(), one.Users);
            _resolver.Forget();
            LoseRoutesOf(one);
        }
        else if (!again && result.Errno == 0)
        {
            Counters.NexthopWrites++;
        }
    }

    // Routes that are in the kernel through an object which cannot be changed as wanted are written with next hops of their own.
    private void LoseRoutesOf(NexthopObject one)
    {
        if (one.Actual is null)
        {
            ObjectGone(one);
        }
        else
        {
            Reconsider(one);
        }
    }

    private void OnForeignChange(Nexthop nexthop)
    {
        if (!_nexthops.Seen(nexthop))
        {
            Counters.RepairedAltered++;
            LogNexthopAltered(nexthop.Id);
        }

        _nexthops.Repair();
    }

    private void OnForeignRemove(Nexthop nexthop)
    {
        foreach (NexthopObject gone in _nexthops.Removed(nexthop.Id))
        {
            int lost = ObjectGone(gone);
            Counters.RepairedDeleted += lost;
            LogNexthopDeleted(gone.Id, lost);
        }

        _nexthops.Repair();
        Array.ForEach(_tables, table => table.RetryAll()); // a route that was just being written met no object
    }

    private int ObjectGone(NexthopObject gone) => _tables.Sum(table => table.ObjectGone(gone));

    private void Reconsider(NexthopObject one)
    {
        foreach (FibTable table in _tables)
        {
            table.ReconsiderUsersOf(one);
        }
    }
}
