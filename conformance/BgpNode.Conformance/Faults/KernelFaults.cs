using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using Xunit;

namespace BgpNode.Conformance.Faults;

/// <summary>Other programs in the kernel's tables.</summary>
public sealed class KernelFaults
{
    private const int Refused = 1000;
    private const int Noise = 200_000;
    private const string Metric = "metric 1024";

    private static readonly string[] s_hundred = [.. Enumerable.Range(0, 100).Select(i => $"198.51.100.{i}/32")];

    [Theory]
    [InlineData("deleted")]
    [InlineData("altered")]
    public async Task A_hundred_routes_are_right_again_in_a_hundred_milliseconds(string how)
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { TorAnnounces = s_hundred });
        NetworkNamespace node = lab.Node.Namespace;
        await Eventually.TrueAsync("all are in the kernel", async () => (await OursAsync(node)).Count(line => line.Contains(" 198.51.100.", StringComparison.Ordinal)) == s_hundred.Length, detail: lab.Rack.Logs);
        string[] foreign = [.. s_hundred.Select(prefix => $"route add {prefix} dev lo metric 4242 proto static"), .. s_hundred.Select(prefix => $"route add {prefix} dev lo table 4242 proto static")];
        await node.IpAsync(foreign);
        (IReadOnlyList<string> ours, string others) = (await OursAsync(node), await OthersAsync(node));
        await using RouteMonitor monitor = await RouteMonitor.StartAsync(node, lab.Rack.Folder.Sub("monitor"));
        int before = monitor.Events().Count;

        await node.IpAsync(s_hundred.Select(prefix => how == "deleted" ? $"route delete {prefix} proto 179" : $"route replace {prefix} dev lo {Metric} proto static"));
        await Eventually.TrueAsync("all are as before", async () => (await OursAsync(node)).SequenceEqual(ours), detail: lab.Rack.Logs);
        await Eventually.TrueAsync("the monitor has seen all of it", () => Task.FromResult(Repairs(monitor, before).Count == s_hundred.Length), TimeSpan.FromSeconds(5));
        IReadOnlyList<TimeSpan> took = Repairs(monitor, before);
        FaultTable.Add($"100 routes {how} by another program at once", "right again in 100 ms, foreign routes untouched", $"{took.Max().TotalMilliseconds:0} ms for the slowest, {took.Average(t => t.TotalMilliseconds):0.0} ms on average");
        Assert.Equal(others, await OthersAsync(node));
        Assert.True(took.Max() <= TimeSpan.FromMilliseconds(100), $"The slowest took {took.Max().TotalMilliseconds:0} ms.");
    }

    [Fact]
    public async Task Lost_events_of_the_kernel_hide_nothing()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { TorAnnounces = s_hundred });
        NetworkNamespace node = lab.Node.Namespace;
        await Eventually.TrueAsync("all are in the kernel", async () => (await OursAsync(node)).Count(line => line.Contains(" 198.51.100.", StringComparison.Ordinal)) == s_hundred.Length, detail: lab.Rack.Logs);
        IReadOnlyList<string> ours = await OursAsync(node);
        await lab.Daemon.FreezeAsync(true);
        string[] noise = [.. Enumerable.Range(0, Noise).Select(i => $"10.{128 + (i >> 16)}.{(i >> 8) & 255}.{i & 255}/32 dev lo proto static")];
        await node.IpAsync(noise.Select(route => $"route add {route}"));
        await node.IpAsync(noise.Select(route => $"route delete {route}"));
        await node.IpAsync(s_hundred.Select(prefix => $"route delete {prefix} proto 179"));
        await lab.Daemon.FreezeAsync(false);
        TimeSpan took = await Eventually.TrueAsync("all are as before", async () => (await OursAsync(node)).SequenceEqual(ours), detail: lab.Rack.Logs);
        await Eventually.TrueAsync("the overrun is counted", async () => await lab.Daemon.MetricAsync("bgpnode_netlink_overruns_total") > 0, detail: lab.Rack.Logs);
        FaultTable.Add($"{2 * Noise:N0} events of the kernel while we stood still, 100 routes deleted among them", "shown, right again", $"right again after {took.TotalMilliseconds:0} ms, overrun counted");
    }

    [Fact]
    public async Task Refused_routes_are_shown_and_tried_again_without_a_storm()
    {
        string[] prefixes = [.. Enumerable.Range(0, Refused).Select(i => $"198.18.{i >> 8}.{i & 255}/32")];
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { BirdGlobal = $"protocol static extra {{ disabled; ipv4; {string.Concat(prefixes.Select(prefix => $"route {prefix} blackhole; "))} }}" });
        NetworkNamespace node = lab.Node.Namespace;
        using EchoProbe stream = lab.Stream();
        await node.IpAsync(prefixes.Select(prefix => $"route add {prefix} dev lo {Metric} proto static"));
        await ((BirdSpeaker)lab.Rack.Tor).CommandAsync("enable extra");
        await Eventually.TrueAsync("status has all of them", async () => (await FibAsync(lab))["failed"]!.GetValue<int>() == Refused, detail: lab.Rack.Logs);
        TimeSpan before = await lab.Daemon.ProcessorTimeAsync();
        await Eventually.StaysTrueAsync("it stays so", async () => (await FibAsync(lab))["failed"]!.GetValue<int>() == Refused, TimeSpan.FromSeconds(10));
        TimeSpan busy = await lab.Daemon.ProcessorTimeAsync() - before;
        double tries = await lab.Daemon.MetricAsync("bgpnode_fib_operations_total", "result=\"refused\"");

        await node.IpAsync(prefixes.Select(prefix => $"route delete {prefix} {Metric} proto static"));
        TimeSpan took = await Eventually.TrueAsync("all are in", async () => (await OursAsync(node)).Count(line => line.Contains(" 198.18.", StringComparison.Ordinal)) == Refused, TimeSpan.FromSeconds(5), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add($"{Refused:N0} routes refused by the kernel for 10 s", "shown, tried again with back-off", $"{tries / Refused:0.0} tries each, {busy.TotalSeconds / 10:P0} of a processor, in {took.TotalMilliseconds:0} ms after the reason went, {sent - received} of {sent} packets lost");
        Assert.InRange(tries / Refused, 1, 8);
        Assert.Equal(sent, received);
    }

    // The kernel tells of a deleted route and then of ours; of one that was replaced, and then of ours that replaces it.
    private static IReadOnlyList<TimeSpan> Repairs(RouteMonitor monitor, int before)
    {
        var repairs = new List<TimeSpan>();
        foreach (IGrouping<string, RouteEvent> one in monitor.Events().Skip(before).Where(e => e.Destination.StartsWith("198.51.100.", StringComparison.Ordinal)).GroupBy(e => e.Destination))
        {
            RouteEvent damage = one.First();
            if (one.LastOrDefault(e => !e.Deleted && e.At >= damage.At && e.Line.Contains(RackNode.Uplink, StringComparison.Ordinal)) is { } repair)
            {
                repairs.Add(repair.At - damage.At);
            }
        }

        return repairs;
    }

    private static async Task<IReadOnlyList<string>> OursAsync(NetworkNamespace node) => [.. (await node.RoutesAsync("proto 179")).Order(StringComparer.Ordinal)];

    private static Task<string> OthersAsync(NetworkNamespace node) => node.ExecAsync("ip", "-N", "-d", "route", "show", "table", "all", "proto", "static");

    private static async Task<JsonNode> FibAsync(FaultLab lab) => (await lab.Daemon.GetAsync("/v1/status"))["fib"]!;
}
