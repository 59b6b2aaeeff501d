using System.Net;
using BgpNode.Conformance.Lab;
using Xunit;

namespace BgpNode.Conformance.Differential;

/// <summary>
/// A recorded full table, told by four neighbours in different words, to BgpNode and to three others: whose best paths are the
/// same? The file is no part of this repository; <c>BGPNODE_MRT</c> says where it is.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact(Explicit = true)]
    public async Task Best_paths_are_those_of_BIRD_FRR_and_GoBGP()
    {
        Needs.Bird();
        Needs.Frr();
        Needs.Program("gobgpd", "gobgpd");
        string? file = Environment.GetEnvironmentVariable("BGPNODE_MRT");
        Assert.SkipUnless(File.Exists(file), "Needs BGPNODE_MRT, the path of an MRT file of UPDATE messages.");
        IReadOnlyList<byte[]> updates = await MrtFeed.ReadAsync(file);
        Say($"{updates.Count} UPDATEs in {Path.GetFileName(file)}, told by {Feed.All.Count} neighbours");

        Dictionary<ulong, string> ours = await TableOfAsync("bgpnode", updates);
        Assert.NotEmpty(ours);
        var unexplained = new Dictionary<string, int>();
        foreach (string other in new[] { "Bird", "Frr", "GoBgp" })
        {
            Dictionary<ulong, string> theirs = await TableOfAsync(other, updates);
            unexplained[other] = Compare(other, ours, theirs);
        }

        Assert.Equal((0, 0), (unexplained["Bird"], unexplained["Frr"]));
    }

    private static async Task<Dictionary<ulong, string>> TableOfAsync(string name, IReadOnlyList<byte[]> updates)
    {
        using var folder = new TestFolder();
        await using NetworkNamespace outside = await NetworkNamespace.CreateAsync("feeds");
        await using NetworkNamespace inside = await NetworkNamespace.CreateAsync("table");
        await Veth.ConnectAsync(
            outside, "to", [.. Feed.All.Select(feed => $"{feed.Address}/24"), $"{TableReader.Address}/24"],
            inside, "from", [$"{Contestants.Address}/24"]);
        await using IAsyncDisposable contestant = await Contestants.StartAsync(name, inside, folder);
        await using TableReader reader = await TableReader.StartAsync(outside, Contestants.Address);
        long started = TimeProvider.System.GetTimestamp();
        List<FeedPeer> feeds = [];
        try
        {
            foreach (Feed feed in Feed.All)
            {
                feeds.Add(await FeedPeer.StartAsync(outside, feed, Contestants.Address, feed.Messages(updates)));
            }

            await Task.WhenAll(feeds.Select(feed => feed.Sent)).WaitAsync(Patience);
            await Eventually.TrueAsync($"{name} has sent its table", () => Task.FromResult(reader.Table.Count > 0 && reader.Quiet > Settled), Patience);
            Assert.DoesNotContain(feeds, feed => feed.HasEnded);
            double seconds = (TimeProvider.System.GetElapsedTime(started) - reader.Quiet).TotalSeconds;
            await reader.StopAsync();
            Say($"{name}: {reader.Table.Count} prefixes, {reader.Table.Values.Distinct().Count()} paths, settled after {seconds:0.0} s");
            return reader.Table;
        }
        finally
        {
            foreach (FeedPeer feed in feeds)
            {
                await feed.DisposeAsync();
            }
        }
    }

    private static int Compare(string name, Dictionary<ulong, string> ours, Dictionary<ulong, string> theirs)
    {
        ulong[] different = [.. ours.Keys.Union(theirs.Keys).Where(prefix => ours.GetValueOrDefault(prefix) != theirs.GetValueOrDefault(prefix))];
        ulong[] unexplained = [.. different.Where(prefix => !HasZero(theirs.GetValueOrDefault(prefix)))];
        Say($"{name}: {ours.Keys.Union(theirs.Keys).Count() - different.Length} best paths are the same");
        Say($"{name}: {different.Length - unexplained.Length} differ by RFC 7607 §2: the path has AS 0, which is no path to us; {unexplained.Length} differ without a reason");
        foreach (ulong prefix in unexplained.Take(8))
        {
            Say($"  {new IPAddress(IPAddress.HostToNetworkOrder((int)(prefix >> 32)) & 0xffffffffL)}/{prefix & 255}: ours {ours.GetValueOrDefault(prefix)}; theirs {theirs.GetValueOrDefault(prefix)}");
        }

        return unexplained.Length;
    }

    // After ORIGIN, the first word.
    private static bool HasZero(string? path) => path?.Split(' ').Skip(1).Contains("0") == true;

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
