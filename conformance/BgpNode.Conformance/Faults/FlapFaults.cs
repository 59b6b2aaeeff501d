using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using Xunit;

namespace BgpNode.Conformance.Faults;

/// <summary>Much that comes and goes, again and again.</summary>
public sealed class FlapFaults
{
    private const int Flaps = 1000;
    private const int Workloads = 1000;
    private const long Flat = 32L << 20;
    private const uint FirstRoute = 0xc6120000; // 198.18.0.0

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_thousand_flaps_of_a_session_cost_the_others_nothing()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan());
        await lab.ExpectRawAsync();
        using EchoProbe stream = lab.Stream();
        uint[] routes = [.. Enumerable.Range(0, 100).Select(i => FirstRoute + (uint)i)];
        long early = 0;
        for (int flap = 0; flap < Flaps; flap++)
        {
            using RawPeer raw = await lab.ConnectRawAsync();
            await raw.SendAsync(FaultLab.Announce(routes, 65100));
            raw.Abort();
            early = flap == Flaps / 4 ? await lab.Daemon.MemoryAsync() : early;
        }

        using RawPeer last = await lab.ConnectRawAsync();
        await last.SendAsync(FaultLab.Announce(routes, 65100));
        TimeSpan took = await Eventually.TrueAsync("the last word is in the kernel", async () => (await lab.Node.Namespace.RoutesAsync("proto 179")).Count(line => line.Contains(" 198.18.", StringComparison.Ordinal)) == routes.Length, s_second, lab.Rack.Logs);
        long grown = await lab.Daemon.MemoryAsync() - early;
        (long sent, long received) = await stream.EndAsync();
        long lost = await lab.TorSessionsAsync() - 1;
        FaultTable.Add($"{Flaps:N0} flaps of a session with 100 routes", "others' sessions up, memory flat, converged within 1 s", $"{lost} sessions of others lost, {sent - received} of {sent} packets lost, {grown / 1024.0 / 1024:+0.0;-0.0;0} MiB in the last three quarters, converged after {took.TotalMilliseconds:0} ms");
        Assert.Equal((0L, sent), (lost, received));
        Assert.True(grown < Flat, $"{grown >> 20} MiB more.");
    }

    [Fact(Explicit = true)]
    public async Task A_thousand_changes_of_endpoints_a_second_for_a_minute_are_followed()
    {
        Needs.Etcd();
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Etcd = true });
        using EchoProbe stream = lab.Stream();
        using EtcdHand hand = lab.Rack.Etcd.Hand();
        Resource[] endpoints = [.. Enumerable.Range(0, Workloads).Select(i => Resource.Endpoint(lab.Node, $"c{i}", "caliweb", AddressOf(i)))];
        await hand.PutAsync(endpoints.Select(endpoint => (endpoint.Key, endpoint.Document)));

        // A tenth of them every 100 ms: away if they are there, there if they are not. Never more than half of them are away.
        long early = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        for (int tick = 0; tick < 600; tick++)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            IEnumerable<Resource> tenth = endpoints.Skip(tick % 5 * 100).Take(100);
            await (tick / 5 % 2 == 0 ? hand.DeleteAsync(tenth.Select(endpoint => endpoint.Key)) : hand.PutAsync(tenth.Select(endpoint => (endpoint.Key, endpoint.Document))));
            early = tick == 150 ? await lab.Daemon.MemoryAsync() : early;
        }

        await hand.PutAsync([(endpoints[^1].Key, endpoints[^1].Document.Replace(AddressOf(Workloads - 1), "10.65.99.99/32", StringComparison.Ordinal))]);
        TimeSpan took = await Eventually.TrueAsync("all are in the kernel and with the router, and the last word counts", async () =>
            (await lab.Node.Namespace.RoutesAsync("proto 179 dev caliweb")).Count == Workloads + 1
            && await lab.Node.Namespace.HasRouteAsync("10.65.99.99/32") && await lab.Rack.Tor.HasAsync("10.65.99.99/32") && await lab.Rack.Tor.HasAsync(AddressOf(0)), s_second, lab.Rack.Logs);
        long grown = await lab.Daemon.MemoryAsync() - early;
        (long sent, long received) = await stream.EndAsync();
        long lost = await lab.TorSessionsAsync() - 1;
        FaultTable.Add("1,000 changes of endpoints a second for a minute", "others' sessions up, memory flat, converged within 1 s", $"{lost} sessions lost, {sent - received} of {sent} packets lost, {grown / 1024.0 / 1024:+0.0;-0.0;0} MiB in the last 45 s, converged after {took.TotalMilliseconds:0} ms");
        Assert.Equal((0L, sent), (lost, received));
        Assert.True(grown < Flat, $"{grown >> 20} MiB more.");
    }

    private static string AddressOf(int workload) => $"10.65.{100 + (workload >> 8)}.{workload & 255}/32";
}
