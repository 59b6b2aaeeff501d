using System.Globalization;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using Xunit;

namespace BgpNode.Conformance.Faults;

/// <summary>Nothing left of what a process needs.</summary>
public sealed class LimitFaults
{
    private const long MemoryLimit = 512L << 20;
    private const string Late = "10.65.1.9/32";

    [Fact]
    public async Task Want_of_memory_costs_the_greediest_neighbour_its_session_and_nobody_else()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Settings = $"memoryLimit: {MemoryLimit >> 20}MiB" });
        await lab.ExpectRawAsync(", \"maxPrefixes\": {\"limit\": 100000000}");
        using EchoProbe stream = lab.Stream();
        using RawPeer raw = await lab.ConnectRawAsync();
        Task<byte[]?> told = raw.ReceiveAsync(BgpBytes.Notification, TimeSpan.FromSeconds(60));
        using var ended = new CancellationTokenSource();
        Task<long> watching = PeakAsync(lab, ended.Token);
        int sets = 0;
        try
        {
            for (; sets < 1_000_000 && !told.IsCompleted; sets++)
            {
                await raw.SendAsync(FaultLab.Announce(Enumerable.Range(0, 10).Select(i => 0x10000000 + (uint)((10 * sets) + i)), [.. Enumerable.Range(0, 40).Select(i => (uint)((sets * 64) + i + 1))]));
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // shed while we spoke
        }

        byte[]? notification = await told;
        await Eventually.TrueAsync("it stays down, and says why", async () => (await lab.Daemon.GetAsync("/v1/peers")).ToJsonString().Contains("out of memory", StringComparison.Ordinal), detail: lab.Rack.Logs);
        await Eventually.StaysTrueAsync("the others stay", () => lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress), TimeSpan.FromSeconds(3));
        (long sent, long received) = await stream.EndAsync();
        await ended.CancelAsync();
        (long lost, double shed, long peak) = (await lab.TorSessionsAsync() - 1, await lab.Daemon.MetricAsync("bgpnode_memory_shed_total"), await watching);
        FaultTable.Add($"memory limit of {MemoryLimit >> 20} MiB, a neighbour that tells {10 * sets:N0} routes", "the greedy one is shed with Cease/Out of Resources", $"{shed:0} session shed, {lost} others lost, {sent - received} of {sent} packets lost, {peak >> 20} MiB at most");
        Assert.Equal([6, 8], notification);
        Assert.Equal((0L, 1.0, sent), (lost, shed, received));
        Assert.True(peak < MemoryLimit, $"{peak >> 20} MiB at most, and the kernel would have killed the process.\n{lab.Rack.Logs()}");
    }

    [Fact]
    public async Task Without_descriptors_the_sessions_stay_and_with_them_new_ones_come()
    {
        Assert.SkipUnless(BgpNodeDaemon.IsNative, "The runtime itself ends when it cannot open an assembly; the native build has none to open. Name it with BGPNODE=PROGRAM.");
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan());
        await lab.ExpectRawAsync();
        using EchoProbe stream = lab.Stream();
        int open = Directory.GetFiles($"/proc/{lab.Daemon.Pid}/fd").Length;
        int allowed = (await File.ReadAllLinesAsync($"/proc/{lab.Daemon.Pid}/limits", TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture)).First();
        await LimitFilesAsync(lab, open + 4);
        TimeSpan before = await lab.Daemon.ProcessorTimeAsync();
        var strangers = new List<RawPeer>();
        for (int i = 0; i < 50; i++)
        {
            Assert.True(lab.Daemon.IsRunning, lab.Rack.Logs());
            strangers.Add(await RawPeer.ConnectAsync(lab.Rack.TorNamespace, FaultLab.RawAddress, lab.Node.Address));
        }

        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(lab.Daemon.IsRunning, lab.Rack.Logs());
        TimeSpan busy = await lab.Daemon.ProcessorTimeAsync() - before;
        strangers.ForEach(stranger => stranger.Abort());
        await LimitFilesAsync(lab, allowed);
        using RawPeer raw = await lab.ConnectRawAsync();
        TimeSpan took = await Eventually.TrueAsync("a new session comes up", () => lab.Daemon.IsEstablishedAsync(FaultLab.RawAddress), TimeSpan.FromSeconds(5), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        long lost = await lab.TorSessionsAsync() - 1;
        FaultTable.Add("no file descriptors left for 10 s", "sessions that are up stay up", $"{lost} sessions lost, {sent - received} of {sent} packets lost, {busy.TotalSeconds / 10:P0} of a processor, new session {took.TotalMilliseconds:0} ms after");
        Assert.Equal((0L, sent), (lost, received));
    }

    [Fact]
    public async Task A_full_disk_keeps_no_change_from_the_kernel()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan());
        (_, Resource late) = await lab.Rack.PlugAsync(0, "late", Late);
        using EchoProbe stream = lab.Stream();
        string state = lab.Daemon.StateDirectory;
        await Eventually.TrueAsync("the intent is saved", () => Task.FromResult(File.Exists(Path.Combine(state, "intent.snapshot"))));
        await InsideAsync(lab, $"mount -t tmpfs -o size=64k tmpfs {state} && ! dd if=/dev/zero of={state}/filler bs=4k count=100 2>/dev/null");
        await lab.Rack.PutAsync(late);
        TimeSpan took = await Eventually.TrueAsync("a new workload is in the kernel", () => lab.Node.Namespace.HasRouteAsync(Late), TimeSpan.FromSeconds(1), lab.Rack.Logs);
        await Eventually.TrueAsync("status tells", async () => (await StatusAsync(lab)).Contains(state, StringComparison.Ordinal), TimeSpan.FromSeconds(5), lab.Rack.Logs);
        await InsideAsync(lab, $"rm {state}/filler");
        await Eventually.TrueAsync("with room again it is saved without being asked", async () => !(await StatusAsync(lab)).Contains(state, StringComparison.Ordinal), TimeSpan.FromSeconds(5), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        FaultTable.Add("disk full", "shown, changes live all the same", $"live after {took.TotalMilliseconds:0} ms, {sent - received} of {sent} packets lost, said in status until there was room");
        Assert.Equal(sent, received);
    }

    // The daemon has mounts of its own, which go with it.
    private static Task InsideAsync(FaultLab lab, string script) =>
        Shell.RunAsync(["nsenter", "--mount", "--target", lab.Daemon.Pid.ToString(CultureInfo.InvariantCulture), "/bin/sh", "-ec", script]);

    private static async Task<string> StatusAsync(FaultLab lab) => (await lab.Daemon.GetAsync("/v1/status")).ToJsonString();

    private static Task LimitFilesAsync(FaultLab lab, int files) =>
        Shell.RunAsync(["prlimit", "--pid", lab.Daemon.Pid.ToString(CultureInfo.InvariantCulture), $"--nofile={files}:"]);

    // What a control group's limit counts and the kernel cannot take away by itself.
    private static async Task<long> PeakAsync(FaultLab lab, CancellationToken ended)
    {
        long peak = 0;
        while (!ended.IsCancellationRequested)
        {
            string line = (await File.ReadAllLinesAsync($"/proc/{lab.Daemon.Pid}/status", CancellationToken.None)).First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
            peak = Math.Max(peak, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }

        return peak;
    }
}
