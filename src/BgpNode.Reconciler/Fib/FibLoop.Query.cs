using BgpNode.Net;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

public sealed partial class FibLoop
{
    /// <summary>Our kernel routes with what is wanted and what is there, by prefix.</summary>
    /// <param name="limit">The most rows.</param>
    /// <param name="after">Only prefixes behind this one; null from the start.</param>
    /// <param name="onlyWrong">Leave out what is installed as wanted.</param>
    /// <param name="ct">Gives up waiting for the loop.</param>
    public async Task<IReadOnlyList<FibRoute>> RoutesAsync(int limit, Prefix? after, bool onlyWrong, CancellationToken ct)
    {
        return await AskAsync(loop =>
        {
            var rows = new SortedSet<Prefix>();
            foreach (FibTable table in loop._tables)
            {
                foreach (int id in table.Ids())
                {
                    Prefix prefix = table.PrefixOf(id);
                    if ((after is null || prefix > after) && (!onlyWrong || loop.Describe(table, id).State != "installed"))
                    {
                        rows.Add(prefix);
                        if (rows.Count > limit)
                        {
                            rows.Remove(rows.Max);
                        }
                    }
                }
            }

            return rows.Select(prefix => loop.Describe(loop._tables[(int)prefix.Family], loop._tables[(int)prefix.Family].Find(prefix))).ToArray();
        }, ct);
    }

    /// <summary>One route, or null when it is neither wanted nor there.</summary>
    public Task<FibRoute?> RouteAsync(Prefix prefix, CancellationToken ct) => AskAsync(loop =>
    {
        FibTable table = loop._tables[(int)prefix.Family];
        int id = table.Find(prefix);
        return id < 0 || (table.WantedOf(id) is null && table.ActualOf(id) is null) ? null : loop.Describe(table, id);
    }, ct);

    /// <summary>Completes when the loop has come to it: it turns.</summary>
    public Task PingAsync(CancellationToken ct) => AskAsync(_ => true, ct);

    private FibRoute Describe(FibTable table, int id)
    {
        FibPath? path = table.WantedOf(id);
        RouteForm? actual = table.ActualOf(id);
        FibFailure? failure = table.FailureOf(id);
        RouteForm? form = path is null ? null : _resolver.Resolve(path, out _);
        string state = failure is not null ? "failed"
            : table.IsStale(id) ? "stale"
            : path is null ? "unwanted"
            : form is not null && form.Equals(actual) ? "installed"
            : "pending";
        return new FibRoute(table.PrefixOf(id), state, path is null ? null : Words(form, path), actual is null ? null : Words(actual, null),
            path?.Sources ?? [], _options.Table, _options.Metric, failure?.Reason);
    }

    private string Words(RouteForm? form, FibPath? path)
    {
        if (form is null)
        {
            return path!.Interface is { } name ? $"dev {name}" : "unresolved";
        }

        if (ReferenceEquals(form, RouteForm.Overwritten))
        {
            return "overwritten by another program";
        }

        return form.Type == Kernel.Routes.RouteType.Unicast
            ? string.Join(", ", form.Hops.Select(hop =>
                (hop.Gateway is { } gateway ? $"via {gateway}" : "") + (hop.InterfaceIndex != 0 ? $"{(hop.Gateway is null ? "" : " ")}dev {_host.NameOf(hop.InterfaceIndex)}" : "")
                + (hop.Weight == 1 ? "" : $" weight {hop.Weight}")))
            : form.Type.ToString().ToLowerInvariant();
    }

    private async Task<T> AskAsync<T>(Func<FibLoop, T> question, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inbox.Writer.WriteAsync(new FibMessage.Ask(loop => answer.TrySetResult(question(loop))), ct);
        return await answer.Task.WaitAsync(ct);
    }
}
