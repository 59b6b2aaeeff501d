using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>BFD with BIRD and FRR: up in both families, timers as agreed, and a dead neighbour's routes gone in a detection time.</summary>
public sealed class BfdTests
{
    private const string Learned = "203.0.113.0/24";

    [Theory, Rfc(5880, "6.2"), Rfc(5881, "4")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    public async Task Both_ends_see_each_other_and_a_neighbour_that_stops_loses_its_routes_in_a_detection_time(SpeakerKind kind)
    {
        kind.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Tor = kind, IPv6 = true, Bfd = true, TorAnnounces = [Learned] });
        RackNode node = rack.Nodes[0];
        BgpNodeDaemon daemon = rack.Daemons[0];
        foreach ((string theirs, string ours) in new[] { (node.TorAddress, node.Address), (node.TorAddressIPv6, node.AddressIPv6) })
        {
            await Eventually.TrueAsync($"BFD with {theirs} is up here", async () => await StateAsync(daemon, theirs) == "Up", detail: rack.Logs);
            await Eventually.TrueAsync($"and there", () => rack.Tor.BfdIsUpAsync(ours), detail: rack.Logs);
        }

        await Eventually.TrueAsync("the route is in the kernel", () => node.Namespace.HasRouteAsync(Learned), detail: rack.Logs);
        await Eventually.TrueAsync("both agree on 3 x 100 ms", async () => (await BfdAsync(daemon, node.TorAddress))?["detectionMilliseconds"]?.GetValue<double>() == 300, detail: rack.Logs);
        await Eventually.StaysTrueAsync("it stays up", async () => await StateAsync(daemon, node.TorAddress) == "Up", TimeSpan.FromSeconds(3));

        await using RouteMonitor monitor = await RouteMonitor.StartAsync(node.Namespace, rack.Folder.Sub("monitor"));
        await rack.Tor.FreezeAsync(on: true);
        DateTime stopped = TimeProvider.System.GetLocalNow().DateTime;
        await Eventually.TrueAsync("the dead neighbour's route is gone", async () => !await node.Namespace.HasRouteAsync(Learned), detail: rack.Logs);
        RouteEvent gone = monitor.Events().First(e => e.Deleted && e.Destination == Learned);
        TestContext.Current.SendDiagnosticMessage($"{kind}: gone {(gone.At - stopped).TotalMilliseconds:0} ms after the last sign of life could have come");
        Assert.True(gone.At - stopped < TimeSpan.FromMilliseconds(350), $"It took {(gone.At - stopped).TotalMilliseconds:0} ms.");
        Assert.Contains("BFD Down", (await daemon.PeerAsync(node.TorAddress))!["lastError"]!["text"]!.ToString(), StringComparison.Ordinal);

        await rack.Tor.FreezeAsync(on: false);
        await Eventually.TrueAsync("it comes back", async () => await daemon.IsEstablishedAsync(node.TorAddress) && await StateAsync(daemon, node.TorAddress) == "Up", detail: rack.Logs);
    }

    [Theory, Rfc(5880, "6.8.3")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    public async Task Other_timers_are_agreed_on_by_a_poll_and_cost_nothing(SpeakerKind kind)
    {
        kind.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Tor = kind, Bfd = true, TorAnnounces = [Learned] });
        RackNode node = rack.Nodes[0];
        BgpNodeDaemon daemon = rack.Daemons[0];
        await Eventually.TrueAsync("BFD is up", () => rack.Tor.BfdIsUpAsync(node.Address), detail: rack.Logs);
        int timesUp = (await daemon.PeerAsync(node.TorAddress))!["established"]!.GetValue<int>();
        await rack.PutAsync(Peer(node, ", \"bfd\": {\"minTx\": \"200ms\", \"minRx\": \"200ms\", \"multiplier\": 4}"));
        await Eventually.TrueAsync("the new timers are agreed", async () => (await BfdAsync(daemon, node.TorAddress))?["detectionMilliseconds"]?.GetValue<double>() == 600, detail: rack.Logs);
        Assert.Equal("Up", await StateAsync(daemon, node.TorAddress));
        Assert.Equal(timesUp, (await daemon.PeerAsync(node.TorAddress))!["established"]!.GetValue<int>());
    }

    [Fact, Rfc(5881, "5")]
    public async Task A_packet_that_comes_from_further_away_than_the_link_is_dropped_and_multihop_takes_it()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        RackNode node = rack.Nodes[0];
        BgpNodeDaemon daemon = rack.Daemons[0];
        await rack.PutAsync(Peer(node, ", \"bfd\": {}"));
        // Down, multiplier 3, discriminator 7: what any BFD session says first.
        const string Packet = "\\x20\\x40\\x03\\x18\\x00\\x00\\x00\\x07\\x00\\x00\\x00\\x00\\x00\\x0f\\x42\\x40\\x00\\x0f\\x42\\x40\\x00\\x00\\x00\\x00";
        Task SendAsync(int port) => rack.TorNamespace.ExecAsync("/bin/bash", "-c", $"printf '{Packet}' >/dev/udp/{node.Address}/{port}");

        await Eventually.TrueAsync("BFD waits for the neighbour", async () => await StateAsync(daemon, node.TorAddress) == "Down", detail: rack.Logs);
        await SendAsync(3784); // with the kernel's TTL of 64
        await Eventually.TrueAsync("the packet is counted", async () => await DroppedAsync(node, "ttl") >= 1, detail: rack.Logs);
        Assert.Equal("Down", await StateAsync(daemon, node.TorAddress));

        await rack.PutAsync(Peer(node, ", \"bfd\": {\"multihop\": true}"));
        await Eventually.TrueAsync("a packet to the multihop port counts", async () =>
        {
            await SendAsync(4784);
            return await StateAsync(daemon, node.TorAddress) == "Init";
        }, detail: rack.Logs);
    }

    [Fact, Rfc(5883, "5")]
    public async Task Multihop_sessions_come_up_with_BIRD()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            PeerFields = ", \"bfd\": {\"minTx\": \"100ms\", \"minRx\": \"100ms\", \"multihop\": true}",
            BirdLines = "multihop; source address 172.31.1.1; bfd { interval 100 ms; };",
            BirdGlobal = "protocol bfd { accept; }",
        });
        await Eventually.TrueAsync("BFD is up", async () => await StateAsync(rack.Daemons[0], rack.Nodes[0].TorAddress) == "Up", detail: rack.Logs);
        await Eventually.TrueAsync("and there", () => rack.Tor.BfdIsUpAsync(rack.Nodes[0].Address), detail: rack.Logs);
    }

    private static async Task<JsonNode?> BfdAsync(BgpNodeDaemon daemon, string address) => (await daemon.PeerAsync(address))?["bfd"];

    private static async Task<string?> StateAsync(BgpNodeDaemon daemon, string address) => (await BfdAsync(daemon, address))?["state"]?.ToString();

    private static async Task<long> DroppedAsync(RackNode node, string reason)
    {
        string metrics = await node.Namespace.ShellAsync("curl -sf http://127.0.0.1:9179/metrics");
        string? line = metrics.Split('\n').FirstOrDefault(l => l.StartsWith("bgpnode_bfd_packets_dropped", StringComparison.Ordinal) && l.Contains($"\"{reason}\"", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Resource Peer(RackNode node, string more) => Resource.Peer($"{node.Name}-tor", node, node.TorAddress, Rack.TorAs, more);
}
