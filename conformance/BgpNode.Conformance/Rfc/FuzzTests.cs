using System.Globalization;
using BgpNode.Conformance.Rfc.Lab;
using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>Wrong and random input from one neighbour, while two others must notice nothing.</summary>
public sealed class FuzzTests(RfcLab lab) : IClassFixture<RfcLab>
{
    /// <summary><c>BGPNODE_FUZZ_INPUTS</c> and <c>BGPNODE_FUZZ_SEED</c> make the run longer, or another one.</summary>
    [Fact]
    public async Task Innocent_neighbours_keep_session_and_routes_whatever_another_one_sends()
    {
        int inputs = Setting("BGPNODE_FUZZ_INPUTS", 2000);
        int seed = Setting("BGPNODE_FUZZ_SEED", 4271);
        RfcPeer source = await lab.LastingAsync(LabPeer.Wide);
        RfcPeer watcher = await lab.LastingAsync(LabPeer.Observer);
        string kept = lab.NextPrefix();
        await source.SendAsync(UpdateBytes.Announce(kept, UpdateBytes.Mandatory(LabPeer.Wide)));
        SentRoute before = await watcher.RouteAsync(kept);
        int length = watcher.Messages.Count;

        var fuzzer = new Fuzzer(lab, LabPeer.External, new Random(seed));
        for (int done = 0; done < inputs;)
        {
            done += await fuzzer.RoundAsync(inputs - done);

            // A route through both innocent neighbours after each round: a stall is an error after eight seconds.
            string next = lab.NextPrefix();
            await source.SendAsync(UpdateBytes.Announce(next, UpdateBytes.Mandatory(LabPeer.Wide)));
            await watcher.RouteAsync(next);
            await source.SendAsync(UpdateBytes.Withdraw(next));
            await watcher.GoneAsync(next);
            Assert.True(source.IsUp && watcher.IsUp && lab.Daemon.IsRunning, $"Seed {seed}, after {done} inputs. {lab.Daemon.Tail()}");
        }

        Assert.DoesNotContain(watcher.Messages.Skip(length), m => m.Update?.Withdrawn.Contains(kept) == true);
        Assert.Equal(before, await watcher.RouteAsync(kept));
        foreach (LabPeer innocent in new[] { LabPeer.Wide, LabPeer.Observer })
        {
            Assert.Equal(1, (await lab.Daemon.PeerAsync(innocent.Address))!["established"]!.GetValue<int>());
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{inputs} inputs, seed {seed}: {fuzzer.Connections} connections, {fuzzer.Sessions} sessions");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
