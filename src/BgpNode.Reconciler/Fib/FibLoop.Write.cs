using System.Runtime.InteropServices;
using BgpNode.Kernel;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

public sealed partial class FibLoop
{
    // So many refused routes of a pass are said by name; `fib` has them all.
    private const int Named = 10;

    /// <summary>One pass: takes what differs, writes it, notes what the kernel said.</summary>
    private async ValueTask WriteAsync(CancellationToken ct)
    {
        long started = _clock.GetTimestamp();
        foreach (FibTable table in _tables)
        {
            for (int id = table.Next(); id >= 0; id = table.Next())
            {
                Plan(table, id);
                if (_planned.Count == PassSize)
                {
                    break;
                }
            }

            if (_planned.Count == PassSize)
            {
                break;
            }
        }

        await WriteNexthopsAsync(ct);
        if (_planned.Count > 0)
        {
            int writes = Encode();
            await _routes.WriteAsync(_writes.AsMemory(0, writes), _failures, ct);
            Judge();
            Applied?.Invoke(writes, _failures.Count, _clock.GetElapsedTime(started));
            _planned.Clear();
            _failures.Clear();
        }

        await TellGatewaysAsync(ct);
        if (_acknowledged.Count > 0)
        {
            await _owner.AcknowledgedAsync(_acknowledged.ToArray(), ct);
            _acknowledged.Clear();
        }

        Count();
    }

    private void Plan(FibTable table, int id)
    {
        FibPath? path = table.WantedOf(id);
        RouteForm? actual = table.ActualOf(id);
        if (path is null)
        {
            if (actual is null)
            {
                table.Written(id, null);
            }
            else if (!table.IsStale(id))
            {
                // A foreign route that overwrote ours is not ours to delete.
                if (ReferenceEquals(actual, RouteForm.Overwritten))
                {
                    table.Written(id, null);
                    return;
                }

                Add(table, id, RouteOperation.Delete, actual, null);
            }

            return;
        }

        RouteForm? form = _resolver.Resolve(path, out string? reason);
        if (form is null)
        {
            table.Failed(id, reason!, _clock.GetTimestamp(), RetryAt);
        }
        else if (form.Equals(actual))
        {
            table.Written(id, form);
            Acknowledge(table, id, path);
        }
        else
        {
            Add(table, id, actual is null ? RouteOperation.Add : RouteOperation.Replace, form, form);
        }
    }

    private void Add(FibTable table, int id, RouteOperation operation, RouteForm form, RouteForm? becomes) =>
        _planned.Add(new PlannedWrite(table, id, operation, form, becomes));

    private int Encode()
    {
        int count = 0;
        foreach (ref PlannedWrite plan in CollectionsMarshal.AsSpan(_planned))
        {
            RouteForm form = plan.Form;
            if (plan.Becomes is not null && form.Object is { IsAsWanted: false } refused)
            {
                // The kernel did not take the object: the route names its next hops itself.
                form = new RouteForm(form.Type, refused.Hops);
                plan = plan with { Form = form, Becomes = form };
            }

            // IPv6 would take a foreign sibling at our metric away as well, were the next hops not named.
            bool whole = form.NexthopId != 0 || (plan.Operation == RouteOperation.Delete && plan.Table.Family == Family.IPv4);
            _writes[count++] = new RouteWrite(plan.Operation, plan.Table.PrefixOf(plan.Id), form.Type, _options.Metric, _options.Table, _options.Protocol,
                whole ? NextHops.None : form.Via, NexthopId: form.NexthopId);
        }

        return count;
    }

    private void Judge()
    {
        // Failures come in the order of the writes.
        int next = 0;
        int news = 0;
        for (int i = 0; i < _planned.Count; i++)
        {
            (FibTable table, int id, RouteOperation operation, _, RouteForm? form) = _planned[i];
            RouteResult result = next < _failures.Count && _failures[next].Index == i ? _failures[next++] : default;
            int errno = result.Errno;
            switch (operation, errno)
            {
                case (_, 0):
                    Done(operation);
                    table.Written(id, form);
                    if (form is not null && table.WantedOf(id) is { } path)
                    {
                        Acknowledge(table, id, path);
                    }

                    break;
                case (RouteOperation.Delete, Errno.NotFound or Errno.NoDevice):
                    table.Written(id, null); // gone already
                    break;
                case (RouteOperation.Replace, Errno.NoEntry):
                    table.Lost(id); // someone was faster; it is added in the next pass
                    break;
                default:
                    Refused(table, id, _planned[i], result, ref news);
                    break;
            }
        }

        if (news > Named)
        {
            LogRefusedToo(news - Named);
        }
    }

    private void Done(RouteOperation operation)
    {
        switch (operation)
        {
            case RouteOperation.Add:
                Counters.Adds++;
                break;
            case RouteOperation.Replace:
                Counters.Replaces++;
                break;
            default:
                Counters.Deletes++;
                break;
        }
    }

    // A kernel that takes no route at all would fill the log as fast as we fill its table.
    private void Refused(FibTable table, int id, in PlannedWrite write, RouteResult result, ref int news)
    {
        Counters.Refusals++;
        string reason = result.Errno == Errno.Exists
            ? $"another program has a route to it at metric {_options.Metric}; it is left alone"
            : $"the kernel said {result}";
        bool first = table.FailureOf(id) is null;
        table.Failed(id, reason, _clock.GetTimestamp(), RetryAt);
        if (first && ++news <= Named)
        {
            LogRefused(table.PrefixOf(id), write.Form.Hops, reason);
        }
    }

    private void Acknowledge(FibTable table, int id, FibPath path)
    {
        if (path.Kind != FibPathKind.Via)
        {
            _acknowledged.Add(table.PrefixOf(id));
        }
    }

    // One message for each gateway, whatever the number of its routes.
    private async ValueTask TellGatewaysAsync(CancellationToken ct)
    {
        IReadOnlyList<GatewayNews> news = _resolver.TakeNews();
        if (news.Count > 0)
        {
            Counters.UnreachableNextHops = _resolver.UnreachableCount;
            foreach (GatewayNews one in news)
            {
                LogGateway(one.NextHop, one.IsReachable ? "can be reached again" : "cannot be reached: its routes are not used");
            }

            await _owner.GatewaysAsync(news, ct);
        }
    }

    private long RetryAt(int attempts)
    {
        double seconds = Math.Min(_options.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 20)), _options.LongestRetry.TotalSeconds);
        return _clock.GetTimestamp() + Ticks(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Dumps what is ours and compares; differences are queued.</summary>
    private async ValueTask AuditAsync(string why, CancellationToken ct)
    {
        long started = _clock.GetTimestamp();
        await ReadHostAsync(ct);

        IReadOnlyList<NexthopObject> lost = _nexthops.Compare(await _objects.DumpNexthopsAsync(protocol: 0, ct), out int wrong);
        foreach (NexthopObject gone in lost)
        {
            ObjectGone(gone);
        }

        _nexthops.Repair();
        foreach (FibTable table in _tables)
        {
            table.BeginAudit();
            await DumpAsync(table.Family, route => wrong += table.Audited(route.Destination, _nexthops.FormOf(route)) ? 0 : 1, ct);
            wrong += table.EndAudit();
        }

        OnHostChanged();
        Counters.Audits++;
        Counters.FoundByAudit += wrong;
        Counters.LastAudit = _clock.GetUtcNow();
        Counters.LastAuditDuration = _clock.GetElapsedTime(started);
        _auditDue = _clock.GetTimestamp() + Ticks(_options.AuditInterval);
        LogAudited(why, wrong, Counters.LastAuditDuration.TotalMilliseconds);
    }
}
