using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Another program takes our routes away and bends others.</summary>
public sealed class DriftTests
{
    private const int Half = 50;
    private static readonly TimeSpan Promise = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Prefixes = [.. Enumerable.Range(0, 2 * Half).Select(i => $"198.51.100.{i}/32")];

    [Fact]
    public async Task A_hundred_deleted_and_altered_routes_are_put_back_within_100_ms_and_counted()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = Prefixes });
        NetworkNamespace node = rack.Nodes[0].Namespace;
        await Eventually.TrueAsync("all are in the kernel", async () => (await node.RoutesAsync("proto 179")).Count == Prefixes.Length, detail: rack.Logs);
        IReadOnlyList<string> before = await OursAsync(node);
        await using RouteMonitor monitor = await RouteMonitor.StartAsync(node, rack.Folder.Sub("monitor"));

        // The metric is part of a route's key: another one would make a second route and leave ours alone.
        string metric = MetricOf(before[0]);
        await node.IpAsync(
        [
            .. Prefixes.Take(Half).Select(p => $"route delete {p} proto 179"),
            .. Prefixes.Skip(Half).Select(p => $"route replace {p} dev lo{metric} proto static"),
        ]);

        await Eventually.TrueAsync("all are as before", async () => (await OursAsync(node)).SequenceEqual(before), detail: rack.Logs);
        foreach (string address in Prefixes.Select(p => p[..^3]))
        {
            RouteEvent[] events = [.. monitor.Events().Where(e => e.Destination == address)];
            RouteEvent damage = events[0];
            RouteEvent? repair = events.FirstOrDefault(e => e.At >= damage.At && !e.Deleted && e.Line.Contains(RackNode.Uplink, StringComparison.Ordinal));
            Assert.True(repair is not null, $"{address} was not put back: {string.Join('\n', events.Select(e => e.Line))}");
            Assert.True(repair.At - damage.At <= Promise, $"{address} was put back after {(repair.At - damage.At).TotalMilliseconds:0} ms.");
        }

        await Eventually.TrueAsync("status has counted them", async () =>
        {
            JsonNode repaired = (await rack.Daemons[0].GetAsync("/v1/status"))["fib"]!["repaired"]!;
            return repaired["deleted"]!.GetValue<long>() == Half && repaired["altered"]!.GetValue<long>() == Half;
        }, detail: rack.Logs);
    }

    [Fact]
    public async Task Routes_of_others_are_left_alone_whatever_happens_to_ours()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = Prefixes });
        NetworkNamespace node = rack.Nodes[0].Namespace;
        await Eventually.TrueAsync("all are in the kernel", async () => (await node.RoutesAsync("proto 179")).Count == Prefixes.Length, detail: rack.Logs);
        await node.IpAsync(Prefixes.Select(p => $"route add {p} dev lo metric 4242 proto static"));

        await node.IpAsync(Prefixes.Select(p => $"route delete {p} proto 179"));
        await Eventually.TrueAsync("ours are back", async () => (await node.RoutesAsync("proto 179")).Count == Prefixes.Length, detail: rack.Logs);

        Assert.Equal(Prefixes.Length, (await node.RoutesAsync("proto static")).Count(line => line.Contains("metric 4242", StringComparison.Ordinal)));
    }

    private static async Task<IReadOnlyList<string>> OursAsync(NetworkNamespace node) =>
        [.. (await node.RoutesAsync("proto 179")).Order(StringComparer.Ordinal)];

    private static string MetricOf(string route)
    {
        string[] words = route.Split(' ');
        int at = Array.IndexOf(words, "metric");
        return at < 0 ? "" : $" metric {words[at + 1]}";
    }
}
