using System.Globalization;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>Wrong and random input from one neighbour, while two others must notice nothing.</summary>
public sealed class FuzzTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private const ushort Hold = 9;
    private const long MemoryGrowth = 64 << 20;

    /// <summary>
    /// <c>BGPNODE_FUZZ_INPUTS</c> and <c>BGPNODE_FUZZ_SEEDS</c> (numbers with commas) make the run longer, or another one.
    /// </summary>
    [Fact]
    public async Task Innocent_neighbours_keep_session_and_routes_whatever_another_one_sends()
    {
        int inputs = int.Parse(Setting("BGPNODE_FUZZ_INPUTS", "5000"), CultureInfo.InvariantCulture);
        int[] seeds = [.. Setting("BGPNODE_FUZZ_SEEDS", "4271").Split(',').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))];
        await using RfcPeer source = await lab.EstablishAsync(LabPeer.Wide, OpenBytes.Of(LabPeer.Wide, Hold));
        await using RfcPeer watcher = await lab.EstablishAsync(LabPeer.Observer, OpenBytes.Of(LabPeer.Observer, Hold));
        string kept = lab.NextPrefix();
        await source.SendAsync(UpdateBytes.Announce(kept, UpdateBytes.Mandatory(LabPeer.Wide)));
        SentRoute before = await watcher.RouteAsync(kept);
        int length = watcher.Messages.Count;
        long memory = await lab.Daemon.MemoryAsync();

        foreach (int seed in seeds)
        {
            var fuzzer = new Fuzzer(lab, LabPeer.External, new Random(seed));
            for (int done = 0; done < inputs / seeds.Length;)
            {
                done += await fuzzer.RoundAsync((inputs / seeds.Length) - done);

                // A route through both innocent neighbours after each round: a stall is an error after eight seconds.
                string next = lab.NextPrefix();
                await source.SendAsync(UpdateBytes.Announce(next, UpdateBytes.Mandatory(LabPeer.Wide)));
                await watcher.RouteAsync(next);
                await source.SendAsync(UpdateBytes.Withdraw(next));
                await watcher.GoneAsync(next);
                Assert.True(source.IsUp && watcher.IsUp && lab.Daemon.IsRunning, $"Seed {seed}, after {done} inputs. {lab.Daemon.Tail()}");
            }

            Say($"seed {seed}: {inputs / seeds.Length} inputs, {fuzzer.Connections} connections, {fuzzer.Sessions} sessions, {await lab.Daemon.MemoryAsync() >> 20} MiB");
        }

        Assert.DoesNotContain(watcher.Messages.Skip(length), m => m.Update?.Withdrawn.Contains(kept) == true);
        Assert.Equal(before, await watcher.RouteAsync(kept));
        foreach (LabPeer innocent in new[] { LabPeer.Wide, LabPeer.Observer })
        {
            Assert.Equal(1, (await lab.Daemon.PeerAsync(innocent.Address))!["established"]!.GetValue<int>());
        }

        double silence = Math.Max(LongestSilence(source), LongestSilence(watcher));
        Say($"longest wait of an innocent neighbour for a KEEPALIVE: {silence:0.0} s, due every {Hold / 3} s");
        Assert.InRange(silence, 0, Hold / 2.0);

        await Eventually.TrueAsync($"memory is back near {memory >> 20} MiB", async () => await lab.Daemon.MemoryAsync() - memory < MemoryGrowth);
        Say($"memory: {memory >> 20} MiB at the start, {await lab.Daemon.MemoryAsync() >> 20} MiB at the end");
    }

    private static double LongestSilence(RfcPeer peer)
    {
        long[] times = [.. peer.Messages.Where(m => m.Type == BgpBytes.Keepalive).Select(m => m.Timestamp)];
        return times.Zip(times.Skip(1)).Select(gap => TimeProvider.System.GetElapsedTime(gap.First, gap.Second).TotalSeconds).DefaultIfEmpty().Max();
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : otherwise;
}
