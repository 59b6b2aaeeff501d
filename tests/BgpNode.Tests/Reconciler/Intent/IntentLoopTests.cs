using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Reconciler.Intent;
using BgpNode.TestKit.Datastore;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Intent;

public class IntentLoopTests
{
    private static readonly IReadOnlyList<StoredResource> Old = Read(Peer("old", "{ peerIP: 192.0.2.1 }"));
    private static readonly IReadOnlyList<StoredResource> New = Read(Peer("new", "{ peerIP: 192.0.2.1 }"), Node("n1", ""));

    [Fact]
    public async Task It_follows_the_store()
    {
        var store = new MemoryDatastore();
        store.Put(Node("n1", ""));
        await using var bench = new IntentBench(store);
        Assert.False(bench.Loop.Known.IsCompleted);
        bench.Start();
        await bench.Loop.Known;
        Assert.Equal((true, false, true, "1", 1), (bench.Loop.Current.Synced, bench.Loop.Current.FromDisk, bench.Loop.Current.Connected, bench.Loop.Current.Revision, bench.Loop.Current.Count));

        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        store.Put(Peer("tor", "{ peerIP: 192.0.2.1 }"));
        await bench.UntilAsync(() => bench.Calls.Length == 2);
        (IntentSnapshot intent, IReadOnlySet<ResourceKey>? changed) = bench.Calls[1];
        Assert.Equal([new ResourceKey(ResourceKind.BGPPeer, "", "tor")], changed!);
        Assert.Equal(("2", 2, DateTimeOffset.UnixEpoch.AddSeconds(5)), (intent.Revision, intent.Count, intent.ChangedAt!.Value));

        store.Remove(new ResourceKey(ResourceKind.Node, "", "n1"));
        await bench.UntilAsync(() => bench.Calls.Length == 3);
        Assert.Equal(["tor"], bench.Loop.Current.Of(ResourceKind.BGPPeer).Keys.Select(key => key.Name));
        Assert.Empty(bench.Loop.Current.Of(ResourceKind.Node));
        Assert.Equal((1L, 2L, 0L), (bench.Loop.Counters.Lists, bench.Loop.Counters.Changes, bench.Loop.Counters.Disconnects));
    }

    [Fact]
    public async Task It_starts_from_the_last_good_intent_while_the_store_is_away_and_the_first_list_replaces_it()
    {
        var store = new ScriptedStore();
        await using var bench = new IntentBench(store);
        Assert.Null(bench.Disk.Save(Old, "7", "memory"));
        bench.Start();
        await bench.Loop.Known;
        IntentSnapshot intent = bench.Loop.Current;
        Assert.Equal((true, false, false, "7", DateTimeOffset.UnixEpoch), (intent.FromDisk, intent.Synced, intent.Connected, intent.Revision, intent.ChangedAt!.Value));
        Assert.Null(Assert.Single(bench.Calls).Changed);
        Assert.Equal("old", Assert.Single(bench.Calls[0].Intent.Of(ResourceKind.BGPPeer).Keys).Name);
        Assert.Equal("old", Assert.Single(store.LastGood).Resource.Metadata.Name);

        store.Tell(new Synced(New, "9", []));
        await bench.UntilAsync(() => bench.Calls.Length == 2);
        intent = bench.Calls[1].Intent;
        Assert.Null(bench.Calls[1].Changed);
        Assert.Equal((false, true, true, "9"), (intent.FromDisk, intent.Synced, intent.Connected, intent.Revision));
        Assert.Equal("new", Assert.Single(intent.Of(ResourceKind.BGPPeer).Keys).Name);
    }

    [Fact]
    public async Task The_last_good_intent_of_another_store_is_not_used()
    {
        var store = new ScriptedStore();
        store.Tell(new Synced(New, "1", []));
        await using var bench = new IntentBench(store);
        Assert.Null(bench.Disk.Save(Old, "7", "etcd https://10.0.0.1:2379"));
        bench.Start();
        await bench.Loop.Known;
        Assert.False(Assert.Single(bench.Calls).Intent.FromDisk);
        Assert.Empty(store.LastGood);
        Assert.Contains(bench.Lines, line => line.StartsWith("5003 ", StringComparison.Ordinal) && line.Contains("taken from etcd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_burst_is_one_pass()
    {
        var store = new ScriptedStore();
        store.Tell(new Synced([], "1", []), Put(New[0], "2"), Put(New[1], "3"), new Changed(New[0].Resource.Key, null, "4"));
        await using var bench = new IntentBench(store, readerIsBusy: true);
        bench.Start();
        await bench.UntilAsync(() => bench.Calls.Length == 1);
        Assert.Equal(("4", 1), (bench.Calls[0].Intent.Revision, bench.Calls[0].Intent.Count));
        Assert.Null(bench.Calls[0].Changed); // anything may differ after a list
        Assert.False(bench.Loop.Known.IsCompleted);

        store.Tell(Put(Old[0], "5"), Put(New[0], "6"), Put(Old[0], "7"));
        bench.Release();
        await bench.UntilAsync(() => bench.Calls.Length == 2);
        await bench.Loop.Known;
        Assert.Equal(new[] { New[0].Resource.Key, Old[0].Resource.Key }.Order(), bench.Calls[1].Changed!.Order());
        Assert.Equal(("7", 3), (bench.Calls[1].Intent.Revision, bench.Calls[1].Intent.Count));
        Assert.Equal((1L, 6L), (bench.Loop.Counters.Lists, bench.Loop.Counters.Changes));
    }

    [Fact]
    public async Task Problems_and_a_lost_store_are_shown_and_what_is_known_stays()
    {
        var store = new ScriptedStore();
        var wrong = new Problem("a.yaml", 3, 1, "spec.peerIP", "is missing");
        store.Tell(new ConnectionChanged(true, null), new Synced(New, "1", []));
        await using var bench = new IntentBench(store);
        bench.Start();
        await bench.Loop.Known;
        store.Tell(new ProblemsChanged([wrong]), new ConnectionChanged(false, "connection refused"));
        await bench.UntilAsync(() => bench.Loop.Current.DisconnectReason is not null);
        Assert.Equal((false, "connection refused", 2), (bench.Loop.Current.Connected, bench.Loop.Current.DisconnectReason, bench.Loop.Current.Count));
        Assert.Equal([wrong], bench.Loop.Current.Problems);
        Assert.Equal(1, bench.Loop.Counters.Disconnects);
        Assert.Single(bench.Calls); // nothing to do for anyone
        Assert.Contains("5004 Intent: a.yaml:3:1: error: spec.peerIP: is missing", bench.Lines);
        Assert.Contains("5006 Lost memory: connection refused; the 2 resources known stay in force and it is tried again", bench.Lines);

        store.Tell(new ConnectionChanged(true, null), new ProblemsChanged([]));
        await bench.UntilAsync(() => bench.Loop.Current.Problems.Count == 0);
        Assert.Equal((true, null), (bench.Loop.Current.Connected, bench.Loop.Current.DisconnectReason));
    }

    [Fact]
    public async Task Problems_of_a_list_are_logged_one_by_one()
    {
        var store = new ScriptedStore();
        store.Tell(new Synced(New, "1", [new Problem("a.yaml", 3, 1, "spec.peerIP", "is missing")]));
        await using var bench = new IntentBench(store);
        bench.Start();
        await bench.Loop.Known;
        Assert.Equal("a.yaml", Assert.Single(bench.Loop.Current.Problems).Source);
        Assert.Contains("5004 Intent: a.yaml:3:1: error: spec.peerIP: is missing", bench.Lines);
    }

    [Fact]
    public async Task A_store_that_was_never_there_is_told_once_for_each_reason()
    {
        var store = new ScriptedStore();
        await using var bench = new IntentBench(store);
        bench.Start();
        foreach (string reason in (string[])["refused", "refused", "no such host"])
        {
            store.Tell(new ConnectionChanged(false, reason));
        }

        await bench.UntilAsync(() => bench.Loop.Current.DisconnectReason == "no such host");
        store.Tell(new Synced(New, "1", []));
        await bench.Loop.Known;
        Assert.Equal(0, bench.Lines.Count(line => line.StartsWith("5006", StringComparison.Ordinal)));
        Assert.InRange(bench.Lines.Count(line => line.StartsWith("5008", StringComparison.Ordinal)), 1, 2);
        Assert.Contains("5008 Cannot reach memory: no such host; it is tried again", bench.Lines);
    }

    [Fact]
    public async Task It_is_saved_within_a_second()
    {
        var store = new MemoryDatastore();
        store.Put(Node("n1", ""));
        await using var bench = new IntentBench(store);
        bench.Start();
        await bench.Loop.Known;
        Assert.False(File.Exists(bench.Disk.Path)); // not once for each change
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.UntilAsync(() => bench.Disk.TryLoad("memory", out _, out _));
        Assert.True(bench.Disk.TryLoad("memory", out var saved, out _));
        Assert.Equal(("1", "n1"), (saved.Revision, Assert.Single(saved.Resources).Resource.Metadata.Name));
        Assert.Null(bench.Loop.Counters.SaveProblem);
    }

    [Fact]
    public async Task It_is_saved_at_the_end()
    {
        var store = new MemoryDatastore();
        store.Put(Node("n1", ""));
        await using var bench = new IntentBench(store);
        bench.Start();
        await bench.Loop.Known;
        await bench.StopAsync();
        Assert.True(bench.Disk.TryLoad("memory", out var saved, out _));
        Assert.Equal("1", saved.Revision);
    }

    [Fact]
    public async Task What_only_the_disk_said_is_not_saved_again()
    {
        var store = new ScriptedStore();
        await using var bench = new IntentBench(store);
        Assert.Null(bench.Disk.Save(Old, "7", "memory"));
        bench.Start();
        await bench.Loop.Known;
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        await bench.StopAsync();
        Assert.True(bench.Disk.TryLoad("memory", out var saved, out _));
        Assert.Equal(DateTimeOffset.UnixEpoch, saved.SavedAt);
    }

    [Fact]
    public async Task A_refused_save_is_shown_and_tried_again()
    {
        var store = new MemoryDatastore();
        store.Put(Node("n1", ""));
        await using var bench = new IntentBench(store, "state/intent");
        string obstacle = Path.Combine(bench.Directory, "state");
        await File.WriteAllTextAsync(obstacle, "a file where the directory should be");
        bench.Start();
        await bench.Loop.Known;
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.UntilAsync(() => bench.Loop.Counters.SaveProblem is not null);
        Assert.Contains(bench.Disk.Path, bench.Loop.Counters.SaveProblem, StringComparison.Ordinal);
        Assert.Single(bench.Lines, line => line.StartsWith("5007", StringComparison.Ordinal));

        File.Delete(obstacle);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.UntilAsync(() => bench.Loop.Counters.SaveProblem is null);
        Assert.True(bench.Disk.TryLoad("memory", out _, out _));
    }

    [Fact]
    public async Task A_store_that_breaks_ends_the_loop_instead_of_leaving_it_waiting()
    {
        var store = new ScriptedStore();
        await using var bench = new IntentBench(store);
        bench.Start();
        store.Break(new InvalidDataException("a bug"));
        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidDataException>(() => bench.Running.WaitAsync(TimeSpan.FromSeconds(10)))).Message);
        Assert.True(bench.Loop.Known.IsCanceled);
    }

    private static Changed Put(StoredResource stored, string revision) => new(stored.Resource.Key, stored, revision);
}
