using BgpNode.Control.Views;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Fib;
using BgpNode.Speaker.Rib;

namespace BgpNode.Control;

internal sealed partial class NodeQueries
{
    public async Task<ExplainView> ExplainAsync(ExplainTarget target, CancellationToken cancel)
    {
        RibExplanation? known = await rib.ExplainAsync(target.Prefix, exactly: !target.IsAddress, cancel);
        Prefix prefix = known?.Prefix ?? target.Prefix;
        WorkloadEndpointResource? endpoint = intent.Current
            .All<WorkloadEndpointResource>(Datastore.Resources.ResourceKind.WorkloadEndpoint)
            .FirstOrDefault(wep => wep.Spec.Node == options.Node && wep.Spec.IPNetworks.Contains(target.IsAddress ? Prefix.Host(target.Prefix.Address) : prefix));
        if (endpoint is not null && target.IsAddress && prefix != Prefix.Host(target.Prefix.Address))
        {
            // Wanted here, and the RIB only knows something wider: the answer is about what is wanted.
            (known, prefix) = (null, Prefix.Host(target.Prefix.Address));
        }

        FibRoute? kernel = await fib.RouteAsync(prefix, cancel);
        if (known is null && endpoint is null && kernel is null)
        {
            return new ExplainView { Target = target.Text, Verdict = ExplainVerdict.Unknown, Stations = [] };
        }

        List<StationView> stations = [];
        bool local = endpoint is not null || known?.Candidates is [{ Best: true, Peer: "local" }, ..];
        if (local)
        {
            stations.Add(IntentStation(endpoint));
            stations.Add(known is null
                ? new StationView { Station = "selected", Outcome = StationOutcome.Broken, Text = "not in the RIB: nothing was made of the intent yet" }
                : new StationView { Station = "selected", Outcome = StationOutcome.Ok, Text = $"best of {known.Candidates.Count}: {known.Candidates[0].Reason}" });
        }
        else if (known is not null)
        {
            AddLearned(known, stations);
        }

        stations.Add(KernelStation(kernel, known));
        stations.AddRange(known?.Neighbours.Select(NeighbourStation) ?? []);
        return new ExplainView
        {
            Target = target.Text,
            Prefix = prefix.ToString(),
            Verdict = stations.Any(station => station.Outcome is StationOutcome.Broken or StationOutcome.Waiting) ? ExplainVerdict.Broken : ExplainVerdict.Ok,
            Stations = stations,
        };
    }

    private StationView IntentStation(WorkloadEndpointResource? endpoint) => endpoint is null
        ? new StationView { Station = "intent", Outcome = StationOutcome.Ok, Text = $"announced from this node, revision {intent.Current.Revision}" }
        : new StationView
        {
            Station = "intent",
            Outcome = StationOutcome.Ok,
            Text = $"endpoint {endpoint.Metadata.Namespace}/{endpoint.Metadata.Name} on {endpoint.Spec.InterfaceName ?? "no interface"}, revision {intent.Current.Revision}",
        };

    private static void AddLearned(RibExplanation known, List<StationView> stations)
    {
        foreach (RibRoute refused in known.Refused)
        {
            stations.Add(new StationView { Station = "filter", Subject = SubjectOf(refused), Outcome = StationOutcome.Held, Text = refused.Reason ?? "refused" });
        }

        foreach (RibRoute path in known.Candidates)
        {
            stations.Add(new StationView { Station = "received", Subject = SubjectOf(path), Outcome = StationOutcome.Ok, Text = $"next hop {path.Attributes.NextHop}, path [{path.Attributes.AsPath}]" });
            stations.Add(new StationView
            {
                Station = path.Best ? "best" : "candidate",
                Subject = SubjectOf(path),
                Outcome = path.Best ? StationOutcome.Ok : StationOutcome.Held,
                Text = path.Best ? $"best of {known.Candidates.Count}: {path.Reason}" : $"lost: {path.Reason}",
            });
        }

        if (!known.Candidates.Any(path => path.Best))
        {
            stations.Add(new StationView { Station = "best", Outcome = StationOutcome.Broken, Text = "no path is usable" });
        }
    }

    private static string SubjectOf(RibRoute path) => path.PathId is { } id ? $"{path.Peer} path {id}" : path.Peer;

    private static StationView KernelStation(FibRoute? kernel, RibExplanation? known) => kernel switch
    {
        null when known?.Candidates.Any(path => path.Best) != true => new StationView { Station = "kernel", Outcome = StationOutcome.Held, Text = "not wanted in the kernel" },
        null => new StationView { Station = "kernel", Outcome = StationOutcome.Held, Text = "not written to the kernel: announced only, or learned routes are switched off (programClusterRoutes)" },
        { State: "installed" } => new StationView { Station = "kernel", Outcome = StationOutcome.Ok, Text = $"{kernel.Actual}, metric {kernel.Metric}" },
        { State: "failed" } => new StationView { Station = "kernel", Outcome = StationOutcome.Broken, Text = kernel.Reason ?? "refused" },
        _ => new StationView { Station = "kernel", Outcome = StationOutcome.Waiting, Text = $"{kernel.State}: wanted {kernel.Wanted ?? "nothing"}, there is {kernel.Actual ?? "nothing"}" },
    };

    private static StationView NeighbourStation(RibExport export) => new()
    {
        Station = "neighbour",
        Subject = export.Peer,
        Outcome = export.Sent ? StationOutcome.Ok : StationOutcome.Held,
        Text = export is { Sent: true, Paths: > 1 } ? $"announced, {export.Paths} paths" : export.Sent ? "announced" : export.Reason ?? "not announced",
    };
}
