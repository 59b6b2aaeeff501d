using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using Xunit;

namespace BgpNode.Conformance.Faults;

/// <summary>Full tables beside short timers.</summary>
public sealed class LoadFaults
{
    private const int Loads = 10;
    private const int Prefixes = 1_000_000;
    private const int InAnUpdate = 6;
    private const uint First = 0x10000000; // 16.0.0.0

    private static readonly TimeSpan s_pace = TimeSpan.FromMinutes(1);

    [Fact(Explicit = true)]
    public async Task Ten_loads_of_a_million_routes_bring_down_neither_BFD_nor_a_session_with_three_seconds()
    {
        await using FaultLab lab = await FaultLab.StartAsync(new RackPlan { Bfd = true, PeerFields = ", \"holdTime\": \"3s\"" });
        await lab.ExpectRawAsync(", \"maxPrefixes\": {\"limit\": 2000000}");
        using EchoProbe stream = lab.Stream();
        using RawPeer raw = await lab.ConnectRawAsync(hold: 180);
        Task<byte[]?> told = raw.ReceiveAsync(BgpBytes.Notification, Loads * s_pace * 2);
        byte[][] announcements = [.. Enumerable.Range(0, Prefixes / InAnUpdate).Select(i => FaultLab.Announce(Enumerable.Range(0, InAnUpdate).Select(j => First + (uint)((i * InAnUpdate) + j)), 65100, 100_000 + (uint)i))];
        byte[][] withdrawals = [.. Enumerable.Range(0, Prefixes / 500).Select(i => UpdateBytes.Update([.. Enumerable.Range(0, 500).SelectMany(j => (byte[])[32, .. UpdateBytes.Octets(First + (uint)((i * 500) + j))])], [], []))];
        long began = TimeProvider.System.GetTimestamp();
        for (int load = 1; load <= Loads; load++)
        {
            await SendAsync(raw, announcements);
            await Eventually.TrueAsync($"load {load} is in the kernel", async () => await InstalledAsync(lab) >= announcements.Length * InAnUpdate, s_pace, lab.Rack.Logs);
            await SendAsync(raw, withdrawals);
            await Eventually.TrueAsync($"load {load} is gone", async () => await InstalledAsync(lab) < 1000, s_pace, lab.Rack.Logs);
            await raw.SendAsync(BgpBytes.Message(BgpBytes.Keepalive));
            TimeSpan left = (load * s_pace) - TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        (long sent, long received) = await stream.EndAsync();
        long lost = await lab.TorSessionsAsync() - 1;
        long downs = (await lab.Daemon.PeerAsync(lab.Node.TorAddress))!["bfd"]!["downs"]!.GetValue<long>();
        FaultTable.Add($"BFD 3 x 100 ms and hold time 3 s during ten loads of {Prefixes:N0} routes into the kernel, {TimeProvider.System.GetElapsedTime(began).TotalMinutes:0} minutes", "0 false downs", $"{downs} times BFD down, {lost} sessions lost, {sent - received} of {sent} packets lost");
        Assert.False(told.IsCompleted, "The loader was told a NOTIFICATION.");
        Assert.Equal((0L, 0L), (downs, lost));
    }

    private static async Task SendAsync(RawPeer raw, byte[][] messages)
    {
        foreach (byte[][] some in messages.Chunk(1000))
        {
            await raw.SendAsync([.. some.SelectMany(message => message)]);
        }
    }

    private static async Task<long> InstalledAsync(FaultLab lab) => (await lab.Daemon.GetAsync("/v1/status"))["fib"]!["installed"]!.GetValue<long>();
}
