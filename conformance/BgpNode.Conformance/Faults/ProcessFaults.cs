using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using Xunit;

namespace BgpNode.Conformance.Faults;

/// <summary>Time that stands still, or jumps.</summary>
public sealed class ProcessFaults
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    private const string Late = "10.65.1.9/32";

    [Fact]
    public async Task A_pause_of_thirty_seconds_ends_no_session()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan());
        using EchoProbe stream = lab.Stream();
        await lab.Daemon.FreezeAsync(true);
        await Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        await lab.Daemon.FreezeAsync(false);
        await Eventually.StaysTrueAsync("the session stays", () => lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress), TimeSpan.FromSeconds(3));
        (long sent, long received) = await stream.EndAsync();
        long lost = await lab.TorSessionsAsync() - 1;
        FaultTable.Add("process paused for 30 s, hold time 90 s", "sessions that are up stay up", $"{lost} sessions lost, {sent - received} of {sent} packets lost");
        Assert.True(lost == 0 && sent == received, lab.Rack.Logs());
    }

    // The neighbour did speak in time; that we did not listen is no silence of its own.
    [Fact]
    public async Task A_pause_longer_than_the_hold_time_ends_no_session_whose_octets_wait()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan());
        await lab.ExpectRawAsync(", \"holdTime\": \"3s\"");
        using RawPeer raw = await lab.ConnectRawAsync(hold: 3);
        Task<byte[]?> told = raw.ReceiveAsync(BgpBytes.Notification, TimeSpan.FromSeconds(20));
        await lab.Daemon.FreezeAsync(true);
        for (int second = 0; second < 16; second++)
        {
            await raw.SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
            if (second == 10)
            {
                await lab.Daemon.FreezeAsync(false);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        bool stayed = !told.IsCompleted && await lab.Daemon.IsEstablishedAsync(FaultLab.RawAddress);
        FaultTable.Add("process paused for 10 s, hold time 3 s, the neighbour speaks on", "its session stays", stayed ? "it stayed" : "it ended");
        Assert.True(stayed, lab.Rack.Logs());
    }

    [Fact(Explicit = true)]
    public async Task Jumps_of_the_clock_are_nothing_to_sessions()
    {
        Assert.SkipUnless(File.Exists(FakeTime), "Needs libfaketime; install it with: apt-get install -y faketime");
        using var folder = new TestFolder();
        string clock = Path.Combine(folder.Path, "clock");
        await File.WriteAllTextAsync(clock, "+0\n");
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan
        {
            Bfd = true,
            PeerFields = ", \"holdTime\": \"9s\"",
            Wrapper = ["env", $"LD_PRELOAD={FakeTime}", $"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"],
        });
        (_, Resource late) = await lab.Rack.PlugAsync(0, "late", Late);
        using EchoProbe stream = lab.Stream();
        foreach (string jump in new[] { "+3600", "-86400", "+31536000" })
        {
            await File.WriteAllTextAsync(clock, jump + "\n");
            await Eventually.StaysTrueAsync("the session stays", () => lab.Daemon.IsEstablishedAsync(lab.Node.TorAddress), TimeSpan.FromSeconds(5));
        }

        await lab.Rack.PutAsync(late);
        TimeSpan took = await Eventually.TrueAsync("a new workload is in the kernel", () => lab.Node.Namespace.HasRouteAsync(Late), TimeSpan.FromSeconds(1), lab.Rack.Logs);
        (long sent, long received) = await stream.EndAsync();
        long lost = await lab.TorSessionsAsync() - 1;
        FaultTable.Add("clock jumps an hour ahead, a day back, a year ahead; hold time 9 s, BFD 3 x 100 ms", "sessions that are up stay up", $"{lost} sessions lost, {sent - received} of {sent} packets lost, a change live after {took.TotalMilliseconds:0} ms");
        Assert.True(lost == 0 && sent == received, lab.Rack.Logs());
    }
}
