using BgpNode.Kernel;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

public sealed partial class FibLoop
{
    /// <summary>One pass: takes what differs, writes it, notes what the kernel said.</summary>
    private async ValueTask WriteAsync(CancellationToken ct)
    {
        long started = _clock.GetTimestamp();
        foreach (FibTable table in _tables)
        {
            for (int id = table.Next(); id >= 0; id = table.Next())
            {
                Plan(table, id);
                if (_writes.Count >= PassSize)
                {
                    break;
                }
            }
        }

        if (_writes.Count > 0)
        {
            await _routes.WriteAsync(_writes.ToArray(), _failures, ct);
            Judge();
            Applied?.Invoke(_writes.Count, _failures.Count, _clock.GetElapsedTime(started));
            _writes.Clear();
            _pending.Clear();
            _failures.Clear();
        }

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
            table.Written(id, actual);
            Acknowledge(table, id, path);
        }
        else
        {
            Add(table, id, actual is null ? RouteOperation.Add : RouteOperation.Replace, form, form);
        }
    }

    private void Add(FibTable table, int id, RouteOperation operation, RouteForm form, RouteForm? becomes)
    {
        _writes.Add(new RouteWrite(operation, table.PrefixOf(id), form.Type, _options.Metric, _options.Table, _options.Protocol,
            // IPv6 would take a foreign sibling at our metric away as well, were the next hops not named.
            operation == RouteOperation.Delete && table.Family == Family.IPv4 ? NextHops.None : form.Via));
        _pending.Add((table, id, becomes));
    }

    private void Judge()
    {
        // Failures come in the order of the writes.
        int next = 0;
        for (int i = 0; i < _writes.Count; i++)
        {
            (FibTable table, int id, RouteForm? form) = _pending[i];
            RouteResult result = next < _failures.Count && _failures[next].Index == i ? _failures[next++] : default;
            int errno = result.Errno;

            RouteOperation operation = _writes[i].Operation;
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
                    Refused(table, id, _writes[i], result);
                    break;
            }
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

    private void Refused(FibTable table, int id, in RouteWrite write, RouteResult result)
    {
        Counters.Refusals++;
        string reason = result.Errno == Errno.Exists
            ? $"another program has a route to it at metric {_options.Metric}; it is left alone"
            : $"the kernel said {result}";
        bool first = table.FailureOf(id) is null;
        table.Failed(id, reason, _clock.GetTimestamp(), RetryAt);
        if (first)
        {
            LogRefused(write.Destination, write.Via, reason);
        }
    }

    private void Acknowledge(FibTable table, int id, FibPath path)
    {
        if (path.Kind != FibPathKind.Via)
        {
            _acknowledged.Add(table.PrefixOf(id));
        }
    }

    private long RetryAt(int attempts)
    {
        double seconds = Math.Min(_options.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 20)), _options.LongestRetry.TotalSeconds);
        return _clock.GetTimestamp() + Ticks(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Dumps what is ours and compares; differences are queued.</summary>
    private async ValueTask AuditAsync(string why, bool readHost, CancellationToken ct)
    {
        long started = _clock.GetTimestamp();
        if (readHost)
        {
            await ReadHostAsync(ct);
        }

        int wrong = 0;
        foreach (FibTable table in _tables)
        {
            table.BeginAudit();
            await _routes.DumpAsync(table.Family, _options.Table, _options.Protocol, route =>
            {
                if (IsOurs(route) && !table.Audited(route.Destination, RouteForm.Of(route)))
                {
                    wrong++;
                }
            }, ct);
            wrong += table.EndAudit();
        }

        Counters.Audits++;
        Counters.FoundByAudit += wrong;
        Counters.LastAudit = _clock.GetUtcNow();
        Counters.LastAuditDuration = _clock.GetElapsedTime(started);
        _auditDue = _clock.GetTimestamp() + Ticks(_options.AuditInterval);
        LogAudited(why, wrong, Counters.LastAuditDuration.TotalMilliseconds);
    }
}
