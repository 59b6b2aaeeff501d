using System.Diagnostics.Metrics;
using BgpNode.Net;

namespace BgpNode.Observability;

/// <summary>
/// The one place that knows instrument names. Gauges and counts are read from <see cref="IMetricsSource"/> when somebody
/// scrapes; durations are told by whoever measured them. Labels are few and bounded: a neighbour, a family, a word of a fixed
/// set; never a prefix, never a filter's name.
/// </summary>
public sealed class NodeMetrics : IDisposable
{
    public const string MeterName = "BgpNode";

    /// <summary>RFC 4271 §8.2.2, in its order.</summary>
    public static readonly IReadOnlyList<string> SessionStates = ["Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"];

    /// <summary>From a batch of one to a full table.</summary>
    private static readonly double[] ApplyBuckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    private static readonly double[] ConvergenceBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>A scrape reads thirty instruments in a few milliseconds; all of them show the same moment.</summary>
    private static readonly TimeSpan SnapshotLife = TimeSpan.FromMilliseconds(250);

    private readonly Meter _meter;
    private readonly IMetricsSource _source;
    private readonly TimeProvider _clock;
    private readonly Lock _reading = new();
    private readonly Histogram<double> _fibApply;
    private readonly Histogram<double> _convergence;
    private MetricsSnapshot? _snapshot;
    private long _readAt;

    public NodeMetrics(IMeterFactory meters, IMetricsSource source, TimeProvider clock)
    {
        _source = source;
        _clock = clock;
        _meter = meters.Create(MeterName);

        Gauge("bgpnode.build.info", "What is running.", _ =>
            [Of(1, ("version", BuildInfo.Version), ("commit", BuildInfo.Commit), ("runtime", BuildInfo.Runtime))]);
        Gauge("bgpnode.ready", "Readiness gates, 1 when open.", s => s.Gates.Select(g => Of(g.Open ? 1 : 0, ("gate", g.Gate))));
        CreateSessionInstruments();
        CreateBfdInstruments();
        CreateTableInstruments();

        _fibApply = _meter.CreateHistogram("bgpnode.fib.apply.duration", "s", "Time one batch took from first write to last acknowledgement.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ApplyBuckets });
        _convergence = _meter.CreateHistogram("bgpnode.endpoint.convergence", "s", "Time from an endpoint's change in the store to a stage.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = ConvergenceBuckets });
    }

    /// <summary>The kernel has acknowledged a batch.</summary>
    public void FibApplied(TimeSpan duration) => _fibApply.Record(duration.TotalSeconds);

    /// <param name="stage"><c>observed</c>, <c>kernel</c> or <c>sent</c>.</param>
    /// <param name="sinceStored">Time since the change in the store.</param>
    public void EndpointConverged(string stage, TimeSpan sinceStored) =>
        _convergence.Record(sinceStored.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));

    public void Dispose() => _meter.Dispose();

    private void CreateSessionInstruments()
    {
        Gauge("bgpnode.bgp.peer.info", "Neighbours by name, to join on.", s => s.Peers.Select(p =>
            Of(1, ("peer", p.Peer), ("peer_asn", p.PeerAsn), ("local_asn", p.LocalAsn), ("name", p.Name))));
        Gauge("bgpnode.bgp.session.up", "1 when Established.", s => s.Peers.Select(p =>
            Of(p.State == "Established" ? 1 : 0, ("peer", p.Peer))));
        Gauge("bgpnode.bgp.session.state", "1 for the state the session is in.", s => s.Peers.SelectMany(p => SessionStates.Select(state =>
            Of(p.State == state ? 1 : 0, ("peer", p.Peer), ("state", state)))));
        Gauge("bgpnode.bgp.session.established.timestamp", "When the session came up.", s => s.Peers.Where(p => p.EstablishedAt is not null).Select(p =>
            Of(p.EstablishedAt!.Value.ToUnixTimeSeconds(), ("peer", p.Peer))), "s");
        Counter("bgpnode.bgp.session.transitions", "Changes of state.", s => s.Peers.SelectMany(p => p.Transitions.Select(t =>
            Of(t.Count, ("peer", p.Peer), ("to", t.To), ("reason", t.Reason)))));
        Counter("bgpnode.bgp.messages", "Messages.", s => s.Peers.SelectMany(p => p.Messages.Select(m =>
            Of(m.Count, ("peer", p.Peer), ("direction", m.Direction), ("type", m.Type)))));
        Counter("bgpnode.bgp.notifications", "NOTIFICATIONs by RFC 4271 §4.5 code.", s => s.Peers.SelectMany(p => p.Notifications.Select(n =>
            Of(n.Count, ("peer", p.Peer), ("direction", n.Direction), ("code", (int)n.Code), ("subcode", (int)n.Subcode)))));
        Counter("bgpnode.bgp.update.errors", "Malformed UPDATEs by their RFC 7606 answer.", s => s.Peers.SelectMany(p => p.UpdateErrors.Select(e =>
            Of(e.Count, ("peer", p.Peer), ("handling", e.Label)))));
        Gauge("bgpnode.bgp.prefixes", "Prefixes by where they stand.", s => s.Peers.SelectMany(p => p.Prefixes.SelectMany(f => new[]
        {
            PrefixesOf(p, f, "received", f.Received), PrefixesOf(p, f, "accepted", f.Accepted),
            PrefixesOf(p, f, "filtered", f.Filtered), PrefixesOf(p, f, "sent", f.Sent),
        })));
        _meter.CreateObservableGauge("bgpnode.bgp.prefix.limit.ratio", () => Snapshot().Peers.SelectMany(p => p.Prefixes
            .Where(f => f.Limit is > 0)
            .Select(f => new Measurement<double>((double)f.Accepted / f.Limit!.Value, Tags(("peer", p.Peer), Afi(f.Family), Safi)))),
            description: "Accepted prefixes over the limit in force.");
        Gauge("bgpnode.bgp.prefix.limit.level", "1 from the percentage that warns, 2 beyond the limit.", s => s.Peers.SelectMany(p => p.Prefixes
            .Where(f => f.Limit is > 0)
            .Select(f => Of(f.Level, ("peer", p.Peer), Afi(f.Family), Safi))));
        Counter("bgpnode.bgp.prefix.limit.resets", "Sessions ended by the limit.", s => s.Peers.Select(p => Of(p.LimitEnds, ("peer", p.Peer))));
    }

    private void CreateBfdInstruments()
    {
        Gauge("bgpnode.bfd.session.up", "1 when BFD with the neighbour is up.", s => s.Peers.Where(p => p.Bfd is not null).Select(p =>
            Of(p.Bfd!.Up ? 1 : 0, ("peer", p.Peer))));
        Counter("bgpnode.bfd.session.downs", "Times that BFD with the neighbour fell.", s => s.Peers.Where(p => p.Bfd is not null).Select(p =>
            Of(p.Bfd!.Downs, ("peer", p.Peer))));
        Counter("bgpnode.bfd.packets", "Packets of BFD.", s => s.Peers.Where(p => p.Bfd is not null).SelectMany(p => new[]
        {
            Of(p.Bfd!.Received, ("peer", p.Peer), ("direction", "receive")), Of(p.Bfd!.Sent, ("peer", p.Peer), ("direction", "transmit")),
        }));
        Counter("bgpnode.bfd.packets.dropped", "Packets of BFD that belong to no session or are wrong.", s => s.BfdDropped.Select(d =>
            Of(d.Count, ("reason", d.Label))));
    }

    private void CreateTableInstruments()
    {
        Gauge("bgpnode.rib.prefixes", "Prefixes with a path.", s => s.Rib.Select(r => Of(r.Prefixes, Afi(r.Family), Safi)));
        Gauge("bgpnode.rib.paths", "Accepted paths.", s => s.Rib.Select(r => Of(r.Paths, Afi(r.Family), Safi)));
        Gauge("bgpnode.fib.routes", "Wanted kernel routes by where they stand.", s => s.Fib.Tables.SelectMany(t => new[]
        {
            Of(t.Installed, ("table", t.Table), ("state", "installed")),
            Of(t.Pending, ("table", t.Table), ("state", "pending")),
            Of(t.Failed, ("table", t.Table), ("state", "failed")),
        }));
        Counter("bgpnode.fib.operations", "Requests to the kernel.", s => s.Fib.Operations.Select(o =>
            Of(o.Count, ("op", o.Operation), ("result", o.Result))));
        Counter("bgpnode.fib.drift", "Routes that another program touched.", s => s.Fib.Drift.Select(d => Of(d.Count, ("kind", d.Label))));
        Gauge("bgpnode.fib.last.resync.timestamp", "When all kernel routes were compared last.", s => s.Fib.LastResync is { } at
            ? [Of(at.ToUnixTimeSeconds())] : [], "s");
        Counter("bgpnode.netlink.overruns", "Receive queues that overflowed.", s => [Of(s.NetlinkOverruns)]);
        Gauge("bgpnode.store.up", "1 while the store answers.", s => [Of(s.Store.Up ? 1 : 0, ("store", s.Store.Store))]);
        Gauge("bgpnode.store.revision", "Revision of the intent in force.", s => s.Store.Revision is { } revision
            ? [Of(revision, ("store", s.Store.Store))] : []);
        Gauge("bgpnode.store.held", "Resources that the store lost at once and that stay in force.", s => [Of(s.Store.Held, ("store", s.Store.Store))]);
        Counter("bgpnode.store.events", "Changes of intent.", s => s.Store.Events.Select(e => Of(e.Count, ("kind", e.Label))));
        Counter("bgpnode.store.relists", "Full lists after the first.", s => s.Store.Relists.Select(r => Of(r.Count, ("reason", r.Label))));
        Gauge("bgpnode.memory.used", "Memory of the process's own.", s => [Of(s.Memory.Used)], "By");
        Gauge("bgpnode.memory.limit", "What the memory may come to.", s => s.Memory.Limit is { } limit ? [Of(limit)] : [], "By");
        Counter("bgpnode.memory.shed", "Sessions ended for want of memory.", s => [Of(s.Memory.Shed)]);
        Gauge("bgpnode.queue.length", "What waits in an inbox; of the sessions, in the fullest.", s => s.Queues.Select(q => Of(q.Length, ("queue", q.Queue))));
        Gauge("bgpnode.queue.capacity", "How much an inbox takes before whoever comes has to wait.", s => s.Queues.Select(q => Of(q.Capacity, ("queue", q.Queue))));
        Gauge("bgpnode.endpoints", "Workload endpoints of this node.", s => s.Endpoints.Select(e => Of(e.Count, ("state", e.Label))));
    }

    private MetricsSnapshot Snapshot()
    {
        lock (_reading) // scrapers only; no route ever waits here
        {
            if (_snapshot is null || _clock.GetElapsedTime(_readAt) > SnapshotLife)
            {
                _snapshot = _source.Read();
                _readAt = _clock.GetTimestamp();
            }

            return _snapshot;
        }
    }

    private void Gauge(string name, string description, Func<MetricsSnapshot, IEnumerable<Measurement<long>>> read, string? unit = null) =>
        _meter.CreateObservableGauge(name, () => read(Snapshot()), unit, description);

    private void Counter(string name, string description, Func<MetricsSnapshot, IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableCounter(name, () => read(Snapshot()), description: description);

    private static Measurement<long> PrefixesOf(PeerSample peer, PrefixSample family, string set, long count) =>
        Of(count, ("peer", peer.Peer), Afi(family.Family), Safi, ("set", set));

    private static (string, object?) Afi(Family family) => ("afi", family.Name());

    private static (string, object?) Safi => ("safi", "unicast");

    private static Measurement<long> Of(long value, params ReadOnlySpan<(string Key, object? Value)> tags) => new(value, Tags(tags));

    private static KeyValuePair<string, object?>[] Tags(params ReadOnlySpan<(string Key, object? Value)> tags)
    {
        var pairs = new KeyValuePair<string, object?>[tags.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            pairs[i] = new(tags[i].Key, tags[i].Value);
        }

        return pairs;
    }
}
