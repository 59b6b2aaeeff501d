using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;

namespace BgpNode.Demo;

/// <summary>Judges the lab by what counts in the end: the routes in the routers' kernels.</summary>
internal static class LabWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(40);

    /// <summary>Returns when every kernel has its routes.</summary>
    /// <exception cref="DemoException">A daemon ended, or time ran out; the message names the station and the detail holds its log.</exception>
    public static async Task ConvergedAsync(LabState state, CancellationToken cancel)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (state.Processes.FirstOrDefault(p => !p.Identity.IsRunning) is { } ended)
            {
                LabRouter router = LabPlan.Routers.Single(r => r.Name == ended.Router);
                throw new DemoException($"The daemon of {router.Name} has ended. The end of its log, {LabFiles.Log(router)}:", LabFiles.LogTail(router));
            }

            RouteFinding[] missing = [.. (await FindAsync(state, cancel)).Where(f => !f.Present)];
            if (missing.Length == 0)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                LabRouter router = missing[0].Wanted.Router;
                throw new DemoException(
                    $"After {Patience.TotalSeconds:0} s {missing.Length} routes are missing, the first on {router.Name}: {missing[0].Wanted}. The end of its log, {LabFiles.Log(router)}:",
                    LabFiles.LogTail(router));
            }

            await Task.Delay(Look, TimeProvider.System, cancel);
        }
    }

    /// <summary>Every route that should be in a kernel, and whether it is.</summary>
    public static async Task<IReadOnlyList<RouteFinding>> FindAsync(LabState state, CancellationToken cancel)
    {
        var asked = LabPlan.Routers.SelectMany(router => LabIntent.Families(state.IPv6).Select(family => (router, family)));
        RouteFinding[][] found = await Task.WhenAll(asked.Select(async key =>
        {
            IReadOnlyList<KernelRoute> kernel = await IpTool.RoutesAsync(key.router.Namespace, key.family, cancel);
            return Wanted(state, key.router, key.family).Select(wanted => new RouteFinding(wanted, kernel.Any(wanted.IsMetBy))).ToArray();
        }));
        return [.. found.SelectMany(rows => rows)];
    }

    private static IEnumerable<WantedRoute> Wanted(LabState state, LabRouter router, Family family)
    {
        foreach (LabWorkload workload in LabPlan.Workloads)
        {
            LabRouter home = state.NodeOf(workload);
            bool ours = router != LabPlan.Tor || state.Tor == TorKind.BgpNode;
            if (home == router)
            {
                yield return new WantedRoute(router, workload.Of(family), "", workload.HostInterface, ours);
            }
            else if (router == LabPlan.Tor)
            {
                LabLink link = LabPlan.LinkOf(home);
                yield return new WantedRoute(router, workload.Of(family), link.Far.Of(family).ToString(), link.TorInterface, ours);
            }
            else
            {
                yield return new WantedRoute(router, workload.Of(family), LabPlan.LinkOf(router).Tor.Of(family).ToString(), LabLink.NodeInterface, ours);
            }
        }
    }
}
