using System.Globalization;
using BgpNode.Control;
using BgpNode.Limits;
using BgpNode.Net;
using BgpNode.Protocol.Bfd;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Fib;
using BgpNode.Reconciler.Intent;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Rib;

namespace BgpNode.Observability;

/// <summary>The numbers that the loops keep, for whoever scrapes.</summary>
internal sealed class NodeMetricsSource(IReadiness readiness, SpeakerService speaker, RibLoop rib, FibLoop fib, IntentLoop intent, NodeQueries queries, MemoryGuard memory) : IMetricsSource
{
    private const uint MainTable = 254;

    public MetricsSnapshot Read()
    {
        FibCounters counters = fib.Counters;
        string store = intent.StoreDescription.Split(' ')[0];
        IntentSnapshot now = intent.Current;
        return new MetricsSnapshot
        {
            Gates = [.. readiness.Gates.Select(gate => new GateSample(gate.Gate, gate.Open))],
            Peers = [.. speaker.Peers.Select(PeerOf)],
            BfdDropped = [.. Enum.GetValues<BfdPacketError>().Where(e => e != BfdPacketError.None).Select(e => new LabelledCount(e.ToString().ToLowerInvariant(), speaker.BfdDropped(e)))],
            Rib = [.. FamilyExtensions.All.ToArray().Select(family => new RibSample(family, rib.Size(family).Prefixes, rib.Size(family).Paths))],
            Fib = new FibSample
            {
                Tables = [new FibTableSample(MainTable, counters.Installed(Family.IPv4) + counters.Installed(Family.IPv6), counters.Pending, counters.Failed)],
                Operations =
                [
                    new FibOperationSample("add", "ok", counters.Adds), new FibOperationSample("replace", "ok", counters.Replaces),
                    new FibOperationSample("delete", "ok", counters.Deletes), new FibOperationSample("any", "refused", counters.Refusals),
                ],
                Drift =
                [
                    new LabelledCount("missing", counters.RepairedDeleted), new LabelledCount("changed", counters.RepairedAltered),
                    new LabelledCount("foreign", counters.RemovedUnknown),
                ],
                LastResync = counters.LastAudit,
            },
            Store = new StoreSample
            {
                Store = store,
                Up = now.Connected,
                Revision = store == "etcd" && long.TryParse(now.Revision, NumberStyles.None, CultureInfo.InvariantCulture, out long revision) ? revision : null,
                Held = now.Held?.Resources.Count ?? 0,
                Events = [new LabelledCount("change", intent.Counters.Changes)],
                Relists = [new LabelledCount("list", Math.Max(0, intent.Counters.Lists - 1))],
            },
            Endpoints = [.. queries.EndpointStates()],
            Memory = new MemorySample(memory.Used, memory.Limit, memory.Shed),
            Queues =
            [
                new QueueSample("rib", rib.Waiting, rib.Capacity), new QueueSample("fib", fib.Waiting, FibLoop.Capacity),
                new QueueSample("intent", intent.Waiting, IntentLoop.Capacity),
                new QueueSample("session", speaker.Peers.Select(peer => peer.Waiting).DefaultIfEmpty().Max(), SpeakerService.SessionCapacity),
            ],
            NetlinkOverruns = counters.Overruns,
        };
    }

    private static PeerSample PeerOf(PeerStatus peer) => new()
    {
        Peer = peer.Config.RemoteAddress.ToString(),
        Name = peer.Name,
        PeerAsn = (peer.Config.RemoteAs ?? peer.Agreement?.PeerAs ?? default).Value,
        LocalAsn = peer.Config.LocalAs.Value,
        State = peer.State.ToString(),
        EstablishedAt = peer.State == SessionState.Established ? peer.Since : null,
        Transitions = [new TransitionSample("Established", "up", peer.TimesUp), new TransitionSample("Idle", "down", peer.TimesDown)],
        Messages = [.. Messages("receive", peer.Received), .. Messages("transmit", peer.Sent)],
        UpdateErrors = peer.Routes is { } routes
            ? [new LabelledCount("treat-as-withdraw", routes.TreatedAsWithdraw), new LabelledCount("discard", routes.AttributesDiscarded)]
            : [],
        Bfd = peer.Bfd is { } bfd ? new BfdSample(bfd.State == BfdState.Up, bfd.Downs, bfd.PacketsSent, bfd.PacketsReceived) : null,
        LimitEnds = peer.LimitEnds,
        Prefixes = peer.Routes is { } counts
            ?
            [
                .. FamilyExtensions.All.ToArray().Where(family => peer.Agreement?.Families.Has(family) == true).Select(family =>
                    new PrefixSample(family, counts[family].Received, counts[family].Accepted, counts[family].Filtered, counts[family].Sent,
                        peer.Config.Policy.MaxPrefixes == 0 ? null : peer.Config.Policy.MaxPrefixes, (int)counts[family].Level)),
            ]
            : [],
    };

    private static IEnumerable<MessageSample> Messages(string direction, MessageCounters counters) =>
        Enum.GetValues<MessageType>().Select(type => new MessageSample(direction, Word(type), counters[type]));

    private static string Word(MessageType type) => type == MessageType.RouteRefresh ? "routeRefresh" : type.ToString().ToLowerInvariant();
}
