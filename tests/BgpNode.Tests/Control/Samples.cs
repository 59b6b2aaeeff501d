using System.Text.Json.Nodes;
using BgpNode.Control.Views;

namespace BgpNode.Tests.Control;

/// <summary>One small node at one moment, seen through every view.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly StatusView Status = new()
    {
        Node = "node1",
        Version = "0.1.0",
        AsNumber = 64512,
        RouterId = "192.0.2.11",
        StartedAt = Noon,
        UptimeSeconds = 266_400,
        Ready = true,
        Gates = [new() { Gate = "store", Open = true }, new() { Gate = "kernel", Open = true }],
        Datastore = new()
        {
            Kind = "directory",
            Location = "/etc/bgpnode/intent",
            Connected = true,
            Revision = "14",
            LastChange = Noon,
            Problems =
            [
                new()
                {
                    Source = "/etc/bgpnode/intent/peers.yaml", Line = 6, Column = 11, Path = "spec.peerIP", Message = "'192.0.2.300' is not an address",
                    Resource = "BGPPeer tor-b", LastGoodInForce = true,
                },
            ],
        },
        Peers = new() { Up = 2, Total = 3 },
        Rib = [new() { Family = "ipv4", Prefixes = 812, Paths = 1610 }, new() { Family = "ipv6", Prefixes = 12, Paths = 12 }],
        Fib = new() { Wanted = 824, Installed = 823, Pending = 0, Failed = 1, Repaired = new() { Deleted = 4, Altered = 1 }, LastAudit = Noon },
        Memory = new() { Used = 143L << 20, Limit = 512L << 20, Shed = 1 },
        Endpoints = new() { Total = 48, Ready = 47 },
        Convergence = [new() { Stage = "kernel", Count = 48, P50Seconds = 0.0042, P90Seconds = 0.011, P99Seconds = 1.25 }],
    };

    public static readonly IReadOnlyList<PeerView> Peers =
    [
        new()
        {
            Name = "tor-a", Address = "192.0.2.1", LocalAddress = "192.0.2.11", RemoteAs = 65001, LocalAs = 64512, RouterId = "192.0.2.1", Type = "ebgp",
            State = "Established", Since = Noon, SinceSeconds = 266_400, Established = 1, Description = "rack 4, left",
            Timers = new() { ConfiguredHoldSeconds = 90, HoldSeconds = 30, KeepaliveSeconds = 10, HoldLeftSeconds = 22 },
            Families =
            [
                new() { Family = "ipv4", Received = 764, Accepted = 760, Filtered = 4, Sent = 48, Limit = 10_000, EndOfRib = true },
                new() { Family = "ipv6", Received = 12, Accepted = 12, Filtered = 0, Sent = 2 },
            ],
            Messages = [new() { Type = "update", Received = 310, Sent = 21 }, new() { Type = "keepalive", Received = 26_640, Sent = 26_641 }],
            Capabilities = [new() { Name = "route refresh", Sent = true, Received = true }, new() { Name = "extended message", Sent = true, Received = false }],
            Bfd = new() { State = "Up", RemoteState = "Up", Since = Noon, IntervalMilliseconds = 100, DetectionMilliseconds = 300, PacketsSent = 12, PacketsReceived = 11 }, GracefulRestart = "ready",
        },
        new()
        {
            Name = "tor-b", Address = "192.0.2.2", RemoteAs = 65001, LocalAs = 64512, Type = "ebgp", State = "Active", Since = Noon, SinceSeconds = 4,
            Waiting = "connecting again in 3 s", Established = 2, UpdateErrors = 3,
            LastError = new() { At = Noon, Direction = "received", Text = "Cease: \u001b[31mmaintenance", Code = 6, Subcode = 2 },
        },
        new() { Name = "eth1", Interface = "eth1", RemoteAs = 65002, LocalAs = 64512, Type = "ebgp", State = "Idle", Disabled = true },
    ];

    public static readonly RoutePageView Routes = new()
    {
        Routes =
        [
            new()
            {
                Prefix = "10.1.0.0/16", Family = "ipv4", Peer = "tor-a", NextHop = "192.0.2.1", AsPath = "65001 65010", Origin = "igp", Med = 20,
                LocalPref = 100, Communities = ["65001:7"], Best = true, Reason = "shorter AS path", Since = Noon, AgeSeconds = 720,
            },
            new()
            {
                Prefix = "10.1.0.0/16", Family = "ipv4", Peer = "tor-b", NextHop = "192.0.2.2", AsPath = "65001 65003 65010", Origin = "incomplete",
                LocalPref = 100, Best = false, Stale = true, Reason = "longer AS path", Since = Noon, AgeSeconds = 5_000,
            },
            new() { Prefix = "10.65.0.2/32", Family = "ipv4", Peer = "local", AsPath = "", Origin = "igp", Best = true },
        ],
        Next = "10.65.0.2/32",
    };

    public static readonly FibView Fib = new()
    {
        Summary = Status.Fib,
        Routes =
        [
            new() { Prefix = "10.65.0.2/32", Table = 254, Via = ["dev cali1234"], Metric = 1024, State = "installed", Source = "endpoint default/web", Repaired = 4 },
            new() { Prefix = "10.1.0.0/16", Table = 254, Via = ["192.0.2.1 dev eth0", "192.0.2.2 dev eth0"], Metric = 1024, State = "installed", Source = "peer tor-a" },
            new() { Prefix = "10.9.0.0/16", Table = 254, Via = ["192.0.2.9 dev eth0"], Metric = 1024, State = "failed", Source = "peer tor-a", Error = "ENETUNREACH, again in 2 s" },
        ],
    };

    public static readonly IReadOnlyList<EndpointView> Endpoints =
    [
        new() { Namespace = "default", Name = "node1-cni-web-eth0", Workload = "web", Addresses = ["10.65.0.2", "fd00:65::2"], Interface = "cali1234", State = "ready", ConvergenceSeconds = 0.0042 },
        new() { Namespace = "default", Name = "node1-cni-db-eth0", Addresses = ["10.65.0.3"], Interface = "cali5678", State = "waiting", Reason = "there is no interface cali5678" },
    ];

    public static readonly ExplainView Explanation = new()
    {
        Target = "10.65.0.2",
        Prefix = "10.65.0.2/32",
        Verdict = ExplainVerdict.Broken,
        Stations =
        [
            new() { Station = "intent", Outcome = StationOutcome.Ok, Text = "endpoint default/node1-cni-web-eth0 on cali1234" },
            new() { Station = "selected", Outcome = StationOutcome.Ok, Text = "local, the only path" },
            new() { Station = "kernel", Outcome = StationOutcome.Broken, Text = "refused with ENODEV, again in 2 s", At = Noon },
            new() { Station = "neighbour", Subject = "tor-a", Outcome = StationOutcome.Waiting, Text = "announced when the kernel has it" },
            new() { Station = "neighbour", Subject = "tor-b", Outcome = StationOutcome.Held, Text = "not Established" },
        ],
    };

    public static readonly IReadOnlyList<ResourceView> Resources =
    [
        new()
        {
            Kind = "BGPPeer", Name = "tor-a", Source = "/etc/bgpnode/intent/peers.yaml", Revision = 14,
            Resource = new JsonObject
            {
                ["apiVersion"] = "projectcalico.org/v3", ["kind"] = "BGPPeer", ["metadata"] = new JsonObject { ["name"] = "tor-a" },
                ["spec"] = new JsonObject { ["peerIP"] = "192.0.2.1", ["asNumber"] = 65001, ["unknownToUs"] = "a+b<c" },
            },
        },
        new()
        {
            Kind = "WorkloadEndpoint", Namespace = "default", Name = "node1-cni-web-eth0", Source = "/etc/bgpnode/intent/web.yaml", Revision = 12,
            Resource = new JsonObject { ["kind"] = "WorkloadEndpoint" },
        },
    ];
}
