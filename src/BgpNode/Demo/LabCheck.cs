using BgpNode.Demo.Probing;
using BgpNode.Demo.Routers;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo;

/// <summary>The proof that the lab does what it should, station by station.</summary>
internal static class LabCheck
{
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(3);

    /// <summary>Everything that should hold, whether it does, and what was seen.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(LabState state, CancellationToken cancel)
    {
        Task<IReadOnlyList<Finding>>[] parts =
        [
            DaemonsAsync(state),
            SessionsAsync(state, cancel),
            KernelsAsync(state, cancel),
            TorTableAsync(state, cancel),
            .. LabPlan.Workloads.Select(from => ProbesAsync(from, state, cancel)),
        ];
        return [.. (await Task.WhenAll(parts)).SelectMany(findings => findings)];
    }

    /// <summary>Whether each workload reaches the others, over every family.</summary>
    public static async Task<IReadOnlyList<Finding>> ProbesAsync(LabWorkload from, LabState state, CancellationToken cancel)
    {
        Address[] targets = [.. LabPlan.Workloads.Where(w => w != from).SelectMany(w => LabIntent.Families(state.IPv6).Select(w.Of))];
        IReadOnlyList<EchoReport> reports = await NamespaceProbe.AskAsync(from.Namespace, targets, ProbePatience, cancel);
        return [.. targets.Select(target => reports.FirstOrDefault(r => r.Target == target.ToString()) is { Answered: true } report
            ? new Finding($"{from.Name} reaches {target}", true, report.Sent == 1 ? "first packet answered" : $"answered at packet {report.Sent}")
            : new Finding($"{from.Name} reaches {target}", false, "no answer"))];
    }

    private static Task<IReadOnlyList<Finding>> DaemonsAsync(LabState state) => Task.FromResult<IReadOnlyList<Finding>>(
        [.. state.Processes.Select(p => new Finding($"{p.Router}'s daemon runs", p.Identity.IsRunning, $"process {p.Identity.Pid}"))]);

    private static async Task<IReadOnlyList<Finding>> SessionsAsync(LabState state, CancellationToken cancel)
    {
        int families = LabIntent.Families(state.IPv6).Count();
        return await Task.WhenAll(LabPlan.Routers.Select(async router =>
        {
            IReadOnlyList<SessionView> sessions = await RouterSoftware.Of(router, state).SessionsAsync(router, cancel);
            int wanted = router == LabPlan.Tor ? LabPlan.Links.Length * families : families;
            string seen = string.Join(", ", sessions.Select(s => $"{s.Peer} {s.State}"));
            return new Finding($"{router.Name} has {wanted} sessions", sessions.Count(s => s.IsEstablished) == wanted, seen.Length > 0 ? seen : "no answer");
        }));
    }

    private static async Task<IReadOnlyList<Finding>> KernelsAsync(LabState state, CancellationToken cancel) =>
        [.. (await LabWatch.FindAsync(state, cancel)).Select(f =>
            new Finding($"{f.Wanted.Router.Name}'s kernel routes {f.Wanted.Workload}", f.Present, f.Present ? f.Wanted.ToString() : $"missing: {f.Wanted}"))];

    private static async Task<IReadOnlyList<Finding>> TorTableAsync(LabState state, CancellationToken cancel)
    {
        IReadOnlySet<string> table = await RouterSoftware.Of(LabPlan.Tor, state).PrefixesAsync(LabPlan.Tor, cancel);
        return [.. LabPlan.Workloads.SelectMany(w => LabIntent.Families(state.IPv6).Select(w.Of)).Select(address => Prefix.Host(address).ToString())
            .Select(prefix => new Finding($"tor's table holds {prefix}", table.Contains(prefix), $"{table.Count} prefixes in its table"))];
    }
}
