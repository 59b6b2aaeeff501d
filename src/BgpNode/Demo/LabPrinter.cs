using BgpNode.Demo.Routers;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;
using BgpNode.Net;
using Spectre.Console;

namespace BgpNode.Demo;

/// <summary>What the lab's commands print.</summary>
internal static class LabPrinter
{
    /// <summary>What is where, one row per namespace.</summary>
    public static void Lab(LabState state)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("NAMESPACE", "WHAT", "ADDRESSES");
        foreach (LabRouter router in LabPlan.Routers)
        {
            table.AddRow(router.Namespace, $"{RouterSoftware.Of(router, state).Name}, AS {router.As}", Addresses(router, state));
        }

        foreach (LabWorkload workload in LabPlan.Workloads)
        {
            string addresses = string.Join(' ', LabIntent.Families(state.IPv6).Select(f => Prefix.Host(workload.Of(f))));
            table.AddRow(workload.Namespace, $"workload on {state.NodeOf(workload).Name}", addresses);
        }

        Write(table);
    }

    /// <summary>Findings, the broken ones in red.</summary>
    public static void Findings(IReadOnlyList<Finding> findings)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("CHECK", "", "SEEN");
        foreach (Finding finding in findings)
        {
            table.AddRow(Markup.Escape(finding.What), finding.Holds ? "[green]ok[/]" : "[red]FAILED[/]", Markup.Escape(finding.Seen));
        }

        Write(table);
        int broken = findings.Count(f => !f.Holds);
        Line(broken == 0 ? $"All {findings.Count} checks hold." : $"{broken} of {findings.Count} checks failed.");
    }

    public static void Next(LabState state)
    {
        LabWorkload far = LabPlan.Workloads[^1];
        LabRouter node = LabPlan.Nodes.First(n => n != state.NodeOf(far));
        Line($"""

            Next:
              {Self.Typed} explain {far.IPv4} --socket {LabFiles.Socket(node)}
              ip -n {node.Namespace} route
              {Self.Typed} demo check
              {Self.Typed} demo move
              {Self.Typed} demo down
            """);
    }

    public static void Move(MoveReport move)
    {
        Line($"{move.Workload.Name} ({move.Workload.IPv4}) moved from {move.From.Name} to {move.To.Name}; all kernels were right after {move.Converged.TotalMilliseconds:0} ms.");
        Line($"The longest gap that {LabPlan.Tor.Name} saw between two answers: {move.Echo.LongestSilenceMs:0} ms ({move.Echo.Sent} probes, {move.Echo.Sent - move.Echo.Received} lost).");
    }

    public static void Line(string text) => AnsiConsole.Console.Profile.Out.Writer.WriteLine(text);

    private static string Addresses(LabRouter router, LabState state)
    {
        IEnumerable<LinkEnd> ends = router == LabPlan.Tor ? LabPlan.Links.Select(l => l.Tor) : [LabPlan.LinkOf(router).Far];
        return string.Join(' ', ends.SelectMany(end => LabIntent.Families(state.IPv6).Select(end.Of)));
    }

    // Piped output has no width of its own, and a table that is cut in the middle helps nobody.
    private static void Write(Table table)
    {
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            AnsiConsole.Profile.Width = 160;
        }

        AnsiConsole.Write(table);
    }
}
