using BgpNode.Net;
using BgpNode.Observability;
using BgpNode.Tests.Control;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace BgpNode.Tests.Observability;

public class NodeMetricsTests
{
    /// <summary>200 neighbours must stay under 8000 series.</summary>
    private const int BudgetPerPeer = 45;

    [Fact]
    public async Task Every_promised_series_is_in_a_scrape()
    {
        string[] names =
        [
            "bgpnode_build_info", "bgpnode_ready", "bgpnode_bgp_peer_info", "bgpnode_bgp_session_up", "bgpnode_bgp_session_state",
            "bgpnode_bgp_session_established_timestamp_seconds", "bgpnode_bgp_session_transitions_total", "bgpnode_bgp_messages_total",
            "bgpnode_bgp_notifications_total", "bgpnode_bgp_update_errors_total", "bgpnode_bgp_prefixes", "bgpnode_bgp_prefix_limit_ratio",
            "bgpnode_rib_prefixes", "bgpnode_rib_paths", "bgpnode_fib_routes", "bgpnode_fib_operations_total",
            "bgpnode_fib_apply_duration_seconds_bucket", "bgpnode_fib_drift_total", "bgpnode_fib_last_resync_timestamp_seconds",
            "bgpnode_netlink_overruns_total", "bgpnode_store_up", "bgpnode_store_revision", "bgpnode_store_events_total",
            "bgpnode_store_relists_total", "bgpnode_endpoints", "bgpnode_endpoint_convergence_seconds_bucket",
        ];
        string[] scrape = await ScrapeAsync(peers: 1);
        HashSet<string> seen = [.. scrape.Select(l => l.Split('{', ' ')[0])];
        Assert.All(names, name => Assert.Contains(name, seen));
        Assert.DoesNotContain(scrape, l => l.Contains("otel_scope", StringComparison.Ordinal));
        Assert.Contains("""bgpnode_bgp_session_up{peer="192.0.2.1"} 1 """, scrape.Select(l => l.Split(' ') is [var k, var v, ..] ? $"{k} {v} " : l));
        Assert.Contains(scrape, l => l.StartsWith("""bgpnode_bgp_prefixes{afi="ipv4",peer="192.0.2.1",safi="unicast",set="accepted"} 760""", StringComparison.Ordinal));
        Assert.Contains(scrape, l => l.StartsWith("""bgpnode_endpoint_convergence_seconds_bucket{stage="kernel",le="0.005"} 1""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_neighbour_costs_few_series()
    {
        int one = (await ScrapeAsync(peers: 1)).Length;
        int eleven = (await ScrapeAsync(peers: 11)).Length;
        Assert.InRange((eleven - one) / 10, 1, BudgetPerPeer);
    }

    private static async Task<string[]> ScrapeAsync(int peers)
    {
        var node = new FakeNode { Metrics = Snapshot(peers) };
        await using RunningNode running = await RunningNode.StartAsync(node);
        var metrics = running.Services.GetRequiredService<NodeMetrics>();
        metrics.FibApplied(TimeSpan.FromMilliseconds(3));
        metrics.EndpointConverged("kernel", TimeSpan.FromMilliseconds(4.2));
        using HttpClient client = running.Client();
        string text = await client.GetStringAsync("/metrics");
        return [.. text.Split('\n').Where(l => l.StartsWith("bgpnode_", StringComparison.Ordinal))];
    }

    /// <summary>A neighbour that has lived: five message types each way, two families, a few flaps.</summary>
    private static MetricsSnapshot Snapshot(int peers) => new()
    {
        Gates = [new("store", true), new("kernel", false)],
        Peers = [.. Enumerable.Range(1, peers).Select(n => new PeerSample
        {
            Peer = $"192.0.2.{n}", Name = $"tor-{n}", PeerAsn = 65001, LocalAsn = 64512, State = "Established",
            EstablishedAt = DateTimeOffset.UnixEpoch,
            Transitions = [new("Established", "open", 2), new("Idle", "hold-timer-expired", 1)],
            Messages = [.. from d in (string[])["receive", "transmit"]
                           from t in (string[])["open", "update", "notification", "keepalive", "route-refresh"]
                           select new MessageSample(d, t, 1)],
            Notifications = [new("receive", 6, 2, 1), new("transmit", 4, 0, 1)],
            UpdateErrors = [new("session-reset", 0), new("treat-as-withdraw", 1), new("discard", 0)],
            Bfd = new(true, 1, 100, 99),
            Prefixes = [new(Family.IPv4, 764, 760, 4, 48, 10_000), new(Family.IPv6, 12, 12, 0, 2, 1_000)],
        })],
        BfdDropped = [new("ttl", 2)],
        Rib = [new(Family.IPv4, 812, 1610)],
        Fib = new() { Tables = [new(254, 823, 0, 1)], Operations = [new("add", "ok", 900)], Drift = [new("missing", 4)], LastResync = DateTimeOffset.UnixEpoch },
        Store = new() { Store = "etcd", Up = true, Revision = 14, Events = [new("put", 3)], Relists = [new("compacted", 1)] },
        Endpoints = [new("ready", 47), new("waiting", 1)],
        NetlinkOverruns = 1,
    };
}
