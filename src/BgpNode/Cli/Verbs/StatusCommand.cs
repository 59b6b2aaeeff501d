using System.CommandLine;
using BgpNode.Cli.Output;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli.Verbs;

/// <summary><c>bgpnode status [--check]</c>: the node on one screen.</summary>
internal static class StatusCommand
{
    public static Command Create(CliEnvironment env)
    {
        var socket = new SocketOptions(env);
        var check = new Option<bool>("--check") { Description = "End with 3 unless everything is as it should be" };
        var command = new Command("status", "Is all well?") { check };
        socket.AddTo(command);
        command.SetAction((parsed, cancel) => new ReadVerb(env, socket).RunAsync(
            parsed, "/v1/status", ControlJson.Readable.StatusView, Show, s => parsed.GetValue(check) ? Check(env, s) : ExitCode.Ok, cancel));
        return command;
    }

    private static void Show(Screen screen, StatusView status)
    {
        DatastoreView store = status.Datastore;
        FibSummaryView fib = status.Fib;
        var facts = new List<(string, Cell?)>
        {
            ("node", $"{status.Node}  bgpnode {status.Version}  up {Words.Duration(status.UptimeSeconds)}"),
            ("as", status.AsNumber is { } number ? (status.RouterId is { } id ? $"{number}  router id {id}" : Words.Number(number)) : null),
            ("ready", status.Ready ? new Cell("yes", Tone.Good) : new Cell($"no: {string.Join(", ", Closed(status))}", Tone.Bad)),
            ("datastore", new Cell(Store(store), store.Connected ? Tone.Normal : Tone.Bad)),
            ("peers", new Cell($"{status.Peers.Up}/{status.Peers.Total} up", status.Peers.Up == status.Peers.Total ? Tone.Normal : Tone.Bad)),
        };
        facts.AddRange(status.Rib.Select(r => ($"rib {r.Family}", (Cell?)$"{r.Prefixes} prefixes, {r.Paths} paths")));
        facts.Add(("fib", new Cell(
            $"{fib.Wanted} wanted, {fib.Installed} installed, {fib.Pending} pending, {fib.Failed} failed", fib.Failed > 0 ? Tone.Bad : Tone.Normal)));
        facts.Add(("repaired", $"{fib.Repaired.Deleted} deleted, {fib.Repaired.Altered} altered by others"
            + (fib.LastAudit is { } audit ? $"; audited {Words.Instant(audit)}" : "")));
        facts.Add(("memory", new Cell(Memory(status.Memory), status.Memory.Shed > 0 ? Tone.Bad : Tone.Normal)));
        facts.Add(("endpoints", $"{status.Endpoints.Ready}/{status.Endpoints.Total} ready"));
        facts.AddRange(status.Convergence.Select(c => ($"to {c.Stage}",
            (Cell?)$"p50 {Words.Latency(c.P50Seconds)}, p90 {Words.Latency(c.P90Seconds)}, p99 {Words.Latency(c.P99Seconds)} ({c.Count} endpoints)")));
        screen.Facts(facts);
        foreach (ProblemView problem in store.Problems)
        {
            screen.Line(Words.Problem(problem));
        }
    }

    private static string Store(DatastoreView store) =>
        $"{store.Kind} {store.Location}, {(store.Connected ? "connected" : "NOT connected")}"
        + (store.Revision.Length > 0 ? $", revision {store.Revision}" : "")
        + (store.LastChange is { } at ? $" of {Words.Instant(at)}" : "")
        + (store.FromSnapshot ? ", from the local snapshot" : "");

    private static string Memory(MemoryView memory) =>
        $"{memory.Used >> 20} MiB" + (memory.Limit is { } limit ? $" of {limit >> 20} MiB" : "")
        + (memory.Shed > 0 ? $"; {memory.Shed} {(memory.Shed == 1 ? "session" : "sessions")} ended for want of it" : "");

    private static IEnumerable<string> Closed(StatusView status) =>
        status.Gates.Where(g => !g.Open).Select(g => g.Detail is null ? g.Gate : $"{g.Gate} ({g.Detail})");

    private static int Check(CliEnvironment env, StatusView status)
    {
        var findings = new List<string>();
        findings.AddRange(Closed(status).Select(g => $"not ready: {g}"));
        Add(!status.Datastore.Connected, "the datastore is not connected");
        int errors = status.Datastore.Problems.Count(p => p.Severity == "error");
        Add(errors > 0, $"errors in intent: {errors}");
        Add(status.Peers.Up < status.Peers.Total, $"peers not Established: {status.Peers.Total - status.Peers.Up} of {status.Peers.Total}");
        Add(status.Fib.Failed > 0, $"routes refused by the kernel: {status.Fib.Failed}");
        Add(status.Endpoints.Ready < status.Endpoints.Total, $"endpoints not ready: {status.Endpoints.Total - status.Endpoints.Ready} of {status.Endpoints.Total}");
        foreach (string finding in findings)
        {
            env.Error.WriteLine($"check: {Plain.Text(finding)}");
        }

        return findings.Count == 0 ? ExitCode.Ok : ExitCode.CheckFailed;

        void Add(bool found, string finding)
        {
            if (found)
            {
                findings.Add(finding);
            }
        }
    }
}
