using System.Diagnostics;
using BgpNode.Demo.Probing;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;

namespace BgpNode.Demo;

/// <summary>
/// Moves a workload to the other node while the top-of-rack router keeps asking for it. The new veth is plugged in before
/// the intent changes and the old one is pulled after it, so what is measured is the routing.
/// </summary>
internal static class LabMove
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(300);

    /// <exception cref="DemoException">The routes did not follow, or the stream was not answered.</exception>
    public static async Task<MoveReport> RunAsync(LabState state, CancellationToken cancel)
    {
        LabWorkload workload = LabPlan.Workloads[0];
        LabRouter from = state.NodeOf(workload);
        LabRouter to = LabPlan.Nodes.Single(node => node != from);
        string oldEnd = await InterfaceAsync(workload, cancel);
        string newEnd = oldEnd == "eth0" ? "eth1" : "eth0";

        using Process stream = NamespaceProbe.StartStream(LabPlan.Tor.Namespace, workload.IPv4, Pace);
        try
        {
            await Task.Delay(Calm, TimeProvider.System, cancel);
            await LabBuilder.PlugAsync(workload, to, newEnd, state.IPv6, cancel);
            LabState moved = state.With(workload, to);
            moved.Save();
            long started = TimeProvider.System.GetTimestamp();
            await LabIntent.WriteEndpointAsync(workload, to, state.IPv6, cancel);
            await LabWatch.ConvergedAsync(moved, cancel);
            TimeSpan converged = TimeProvider.System.GetElapsedTime(started);
            await IpTool.BatchAsync(from.Namespace, [$"link delete {workload.HostInterface}"], cancel);
            await Task.Delay(Calm, TimeProvider.System, cancel);
            return await NamespaceProbe.EndStreamAsync(stream, cancel) is { Answered: true } report
                ? new MoveReport(workload, from, to, converged, report)
                : throw new DemoException($"{workload.Name} answered none of the probes from {LabPlan.Tor.Name}.");
        }
        finally
        {
            if (!stream.HasExited)
            {
                stream.Kill();
            }
        }
    }

    // The workload's interface at the moment: every move changes between two names.
    private static async Task<string> InterfaceAsync(LabWorkload workload, CancellationToken cancel)
    {
        ToolResult links = await Tool.RunAsync(["ip", "-n", workload.Namespace, "-o", "link", "show", "dev", "eth0"], cancel);
        return links.Succeeded ? "eth0" : "eth1";
    }
}

/// <summary>How a move went.</summary>
/// <param name="Workload">Who moved.</param>
/// <param name="From">The node it left.</param>
/// <param name="To">The node it is on now.</param>
/// <param name="Converged">From the change of intent until every kernel was right.</param>
/// <param name="Echo">What the stream met.</param>
internal sealed record MoveReport(LabWorkload Workload, LabRouter From, LabRouter To, TimeSpan Converged, EchoReport Echo);
