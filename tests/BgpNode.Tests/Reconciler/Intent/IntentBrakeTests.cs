using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Intent;

public class IntentBrakeTests
{
    private static readonly IReadOnlyList<StoredResource> Ten =
        Read([Node("n1", ""), .. Enumerable.Range(1, 10).Select(n => Peer($"p{n:00}", $"{{ peerIP: 192.0.2.{n} }}"))]);

    [Fact]
    public async Task A_list_without_most_of_the_peers_is_held_told_and_let_through_by_a_command()
    {
        (IntentBench bench, ScriptedStore store) = await StartAsync();
        await using IntentBench ending = bench;
        store.Tell(new Synced([.. Ten.Take(4)], "2", []));
        await bench.UntilAsync(() => bench.Calls.Length == 2);
        Assert.Equal((11, "7 of 10 resources of kind BGPPeer", 7), (bench.Loop.Current.Count, bench.Loop.Current.Held!.Why, bench.Loop.Current.Held.Resources.Count));
        Assert.Contains(bench.Lines, line => line.StartsWith("5009 ", StringComparison.Ordinal) && line.Contains("bgpnode release", StringComparison.Ordinal));

        Assert.Equal(7, await bench.Loop.ReleaseAsync(default));
        Assert.Equal((4, null), (bench.Loop.Current.Count, bench.Loop.Current.Held));
        Assert.Equal(7, bench.Calls[^1].Changed!.Count);
        Assert.Equal(0, await bench.Loop.ReleaseAsync(default));
    }

    [Fact]
    public async Task What_the_store_has_again_is_held_no_longer_and_a_further_list_changes_nothing()
    {
        (IntentBench bench, ScriptedStore store) = await StartAsync();
        await using IntentBench ending = bench;
        store.Tell(new Synced([], "2", []), new Synced([], "3", []));
        await bench.UntilAsync(() => bench.Loop.Current.Revision == "3");
        Assert.Equal((11, "everything, 11 resources"), (bench.Loop.Current.Held!.Resources.Count, bench.Loop.Current.Held.Why));

        store.Tell(Put(Ten[1], "4"));
        await bench.UntilAsync(() => bench.Loop.Current.Revision == "4");
        Assert.Equal((10, 11), (bench.Loop.Current.Held!.Resources.Count, bench.Loop.Current.Count));
        store.Tell(new Synced(Ten, "5", []));
        await bench.UntilAsync(() => bench.Loop.Current.Revision == "5");
        Assert.Equal((null, 11), (bench.Loop.Current.Held, bench.Loop.Current.Count));
    }

    [Fact]
    public async Task Deletions_of_one_revision_are_one_step_and_deletions_one_by_one_are_not()
    {
        (IntentBench bench, ScriptedStore store) = await StartAsync();
        await using IntentBench ending = bench;
        store.Tell([.. Ten.Skip(1).Select(gone => new Changed(gone.Resource.Key, null, "2"))]);
        await bench.UntilAsync(() => bench.Loop.Current.Held?.Resources.Count == 10);
        Assert.Equal(11, bench.Loop.Current.Count);
        await bench.Loop.ReleaseAsync(default);
        Assert.Equal(1, bench.Loop.Current.Count);

        store.Tell([.. Ten.Select((back, n) => Put(back, $"{n + 3}"))]);
        store.Tell([.. Ten.Skip(1).Select((gone, n) => new Changed(gone.Resource.Key, null, $"{n + 100}"))]);
        await bench.UntilAsync(() => bench.Loop.Current.Count == 1);
        Assert.Null(bench.Loop.Current.Held);
    }

    [Theory]
    [InlineData(false, 4, 1)] // three of four: below the floor
    [InlineData(true, 4, 4)]  // another store: no floor
    [InlineData(false, 8, 8)]
    public async Task Small_losses_go_unless_the_store_is_another_one(bool replaced, int peers, int left)
    {
        var store = new ScriptedStore();
        store.Tell(new Synced([.. Ten.Take(peers + 1)], "1", []));
        await using var bench = new IntentBench(store);
        bench.Start();
        await bench.Loop.Known;
        store.Tell(new Synced([.. Ten.Take(2)], "2", []) { StoreReplaced = replaced });
        await bench.UntilAsync(() => bench.Loop.Current.Revision == "2");
        Assert.Equal(left, bench.Loop.Current.Of(ResourceKind.BGPPeer).Count);
    }

    [Fact]
    public async Task A_start_from_disk_is_held_against_an_empty_store_too()
    {
        var store = new ScriptedStore();
        await using var bench = new IntentBench(store);
        Assert.Null(bench.Disk.Save(Ten, "7", "memory"));
        bench.Start();
        await bench.Loop.Known;
        store.Tell(new Synced([], "1", []));
        await bench.UntilAsync(() => bench.Loop.Current.Synced);
        Assert.Equal((11, 11), (bench.Loop.Current.Count, bench.Loop.Current.Held!.Resources.Count));
    }

    private static async Task<(IntentBench Bench, ScriptedStore Store)> StartAsync()
    {
        var store = new ScriptedStore();
        store.Tell(new Synced(Ten, "1", []));
        var bench = new IntentBench(store);
        bench.Start();
        await bench.Loop.Known;
        return (bench, store);
    }

    private static Changed Put(StoredResource stored, string revision) => new(stored.Resource.Key, stored, revision);
}
