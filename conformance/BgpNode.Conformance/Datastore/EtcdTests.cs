using System.Text.Json.Nodes;
using BgpNode.Datastore;
using BgpNode.Datastore.Etcd;
using BgpNode.Datastore.Resources;
using Etcdserverpb;
using Google.Protobuf;
using Xunit;

namespace BgpNode.Conformance.Datastore;

/// <summary>The datastore against a real etcd.</summary>
public class EtcdTests
{
    private const string Endpoints = "/calico/resources/v3/projectcalico.org/workloadendpoints/";

    [Fact]
    public async Task Resources_are_listed_and_followed_and_other_nodes_endpoints_left_alone()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using (var before = new EtcdRun(server))
        {
            await before.PutPeerAsync("tor", "192.0.2.1");
            await before.PutAsync(Endpoints + "default/n--1-cni-a-eth0", Endpoint("n-1", "n--1", "a"));
            await before.PutAsync(Endpoints + "default/n-cni-b-eth0", Endpoint("n", "n", "b"));
            await before.PutAsync("/calico/resources/v3/projectcalico.org/felixconfigurations/default", "{}");
        }

        await using var run = new EtcdRun(server, nodeName: "n");
        Synced synced = await run.Next<Synced>();
        Assert.Equal(["BGPPeer tor", "WorkloadEndpoint default/n-cni-b-eth0"], synced.All.Select(stored => stored.Resource.Key.ToString()));
        Assert.Empty(synced.Problems);
        Assert.False(synced.StoreReplaced);
        Assert.True((await run.Next<ConnectionChanged>()).Up);

        await run.PutAsync(Endpoints + "default/n--1-cni-c-eth0", Endpoint("n-1", "n--1", "c")); // another node's: no event
        long revision = await run.PutAsync(Endpoints + "default/n-cni-d-eth0", Endpoint("n", "n", "d"));
        Changed changed = await run.Next<Changed>();
        Assert.Equal(("WorkloadEndpoint default/n-cni-d-eth0", revision), (changed.Key.ToString(), changed.Resource!.Revision));
        await run.DeleteAsync(EtcdRun.Peers + "tor");
        changed = await run.Next<Changed>();
        Assert.Equal(("BGPPeer tor", null), (changed.Key.ToString(), changed.Resource));
    }

    [Fact]
    public async Task Events_of_a_restart_and_of_a_cut_cable_are_not_lost()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using var relay = new Relay(server.Port);
        await using var run = new EtcdRun(server, new EtcdOptions { Endpoints = [relay.Endpoint] });
        await run.Next<Synced>();

        relay.Cut();
        ConnectionChanged down = await run.Next<ConnectionChanged>(changed => !changed.Up);
        Assert.NotEmpty(down.Reason!);
        await run.PutPeerAsync("a", "192.0.2.1");
        await server.StopAsync();
        await server.StartAsync();
        await run.PutPeerAsync("b", "192.0.2.2");
        await run.DeleteAsync(EtcdRun.Peers + "a");
        relay.Mend();

        Assert.Equal("BGPPeer a", (await run.Next<Changed>()).Key.ToString());
        Assert.Equal("BGPPeer b", (await run.Next<Changed>()).Key.ToString());
        Assert.Null((await run.Next<Changed>()).Resource);
        await run.PutPeerAsync("c", "192.0.2.3");
        Assert.Equal("BGPPeer c", (await run.Next<Changed>()).Key.ToString());
    }

    [Fact]
    public async Task What_was_compacted_away_is_listed_again()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using var relay = new Relay(server.Port);
        await using var run = new EtcdRun(server, new EtcdOptions { Endpoints = [relay.Endpoint] });
        await run.Next<Synced>();
        await run.PutPeerAsync("gone", "192.0.2.1");
        await run.PutPeerAsync("stays", "192.0.2.1");
        await run.Next<Changed>(changed => changed.Key.Name == "stays");

        relay.Cut();
        await run.Next<ConnectionChanged>(changed => !changed.Up);
        await run.DeleteAsync(EtcdRun.Peers + "gone");
        await run.PutAsync(EtcdRun.Peers + "stays", EtcdRun.Peer("stays", "nonsense"));
        long revision = await run.PutAsync("/other", "x");
        await run.Hand.CompactAsync(new CompactionRequest { Revision = revision, Physical = true });
        relay.Mend();

        Synced synced = await run.Next<Synced>();
        Assert.False(synced.StoreReplaced);
        Assert.Equal("BGPPeer stays", Assert.Single(synced.All).Resource.Key.ToString()); // the last good version, across the list
        Assert.Contains(synced.Problems, problem => problem.Message.Contains("stays in force", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_etcd_that_lost_its_memory_is_told_apart_from_a_mass_delete()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using var run = new EtcdRun(server);
        await run.Next<Synced>();
        await run.PutPeerAsync("tor", "192.0.2.1");
        Changed known = await run.Next<Changed>();

        await server.StopAsync();
        server.Wipe();
        await server.StartAsync();
        Synced synced = await run.Next<Synced>();
        Assert.True(synced.StoreReplaced);
        Assert.Empty(synced.All);

        // ... and after a restart of ours, when only the snapshot remembers
        await using var restarted = new EtcdRun(server, lastGood: [known.Resource! with { Revision = 1000 }]);
        Assert.True((await restarted.Next<Synced>()).StoreReplaced);
    }

    [Fact]
    public async Task A_bad_value_is_a_problem_and_the_last_good_version_stays()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using var run = new EtcdRun(server);
        await run.Next<Synced>();
        long good = await run.PutAsync(EtcdRun.Peers + "tor", EtcdRun.Peer("tor", "192.0.2.1"));
        await run.Next<Changed>();

        foreach (string bad in new[] { EtcdRun.Peer("tor", "x"), "{\"half", "", EtcdRun.Peer("other", "192.0.2.1") })
        {
            await run.PutAsync(EtcdRun.Peers + "tor", bad);
            ProblemsChanged problems = await run.Next<ProblemsChanged>();
            Assert.Equal(EtcdRun.Peers + "tor", problems.Problems[0].Source);
            Assert.EndsWith($"its last good version (revision {good}) stays in force", problems.Problems[^1].Message, StringComparison.Ordinal);
        }

        await run.PutPeerAsync("tor", "192.0.2.2");
        Assert.Equal("192.0.2.2", ((BgpPeerResource)(await run.Next<Changed>()).Resource!.Resource).Spec.PeerAddress.ToString());
        Assert.Empty((await run.Next<ProblemsChanged>()).Problems);
    }

    [Fact]
    public async Task Apply_keeps_what_a_newer_Calico_wrote_and_loses_no_race()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using var run = new EtcdRun(server);
        var document = (JsonObject)JsonNode.Parse("""{"apiVersion":"projectcalico.org/v3","kind":"Node","metadata":{"name":"n"},"spec":{"bgp":{"asNumber":64513} } }""")!;
        ApplyResult created = await run.Store.ApplyAsync(document, default);
        Assert.Equal((ApplyOutcome.Created, true), (created.Outcome, created.Revision > 0));
        Assert.Equal(ApplyOutcome.Unchanged, (await run.Store.ApplyAsync(document, default)).Outcome);

        const string Key = "/calico/resources/v3/projectcalico.org/nodes/n";
        var stored = (JsonObject)JsonNode.Parse(await GetAsync(run, Key))!;
        Assert.NotEmpty((string)stored["metadata"]!["uid"]!);
        stored["spec"]!["bgp"]!["fromTheFuture"] = 1;
        stored["status"] = new JsonObject { ["podCIDRs"] = new JsonArray() };
        await run.PutAsync(Key, stored.ToJsonString());

        document["spec"]!["bgp"] = new JsonObject { ["ipv4Address"] = "10.0.0.1/24" };
        Assert.Equal(ApplyOutcome.Updated, (await run.Store.ApplyAsync(document, default)).Outcome);
        var merged = (JsonObject)JsonNode.Parse(await GetAsync(run, Key))!;
        Assert.Equal("""{"ipv4Address":"10.0.0.1/24","fromTheFuture":1}""", merged["spec"]!["bgp"]!.ToJsonString());
        Assert.Equal((string)stored["metadata"]!["uid"]!, (string)merged["metadata"]!["uid"]!);
        Assert.NotNull(merged["status"]);

        document["spec"]!["bpg"] = new JsonObject();
        ApplyResult mistyped = await run.Store.ApplyAsync(document, default);
        Assert.Equal(ApplyOutcome.Refused, mistyped.Outcome);
        Assert.Contains("did you mean 'bgp'?", mistyped.Message, StringComparison.Ordinal);

        merged["metadata"]!["resourceVersion"] = "1";
        Assert.Equal(ApplyOutcome.Conflict, (await run.Store.ApplyAsync(merged, default)).Outcome);

        merged["metadata"]!.AsObject().Remove("resourceVersion");
        ApplyResult[] race = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            JsonObject mine = merged.DeepClone().AsObject();
            mine["metadata"]!["labels"] = new JsonObject { ["i"] = $"{i}" };
            return await run.Store.ApplyAsync(mine, default);
        }));
        Assert.Contains(race, result => result.Outcome == ApplyOutcome.Updated);
        Assert.All(race, result => Assert.True(result.Outcome is ApplyOutcome.Updated or ApplyOutcome.Conflict));

        var key = new ResourceKey(ResourceKind.Node, "", "n");
        Assert.Equal(ApplyOutcome.Deleted, (await run.Store.DeleteAsync(key, default)).Outcome);
        Assert.Equal(ApplyOutcome.NotFound, (await run.Store.DeleteAsync(key, default)).Outcome);
    }

    [Fact]
    public async Task A_list_longer_than_a_page_and_a_long_backlog_arrive_whole()
    {
        const int Count = 12_000;
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await using var relay = new Relay(server.Port);
        await using var run = new EtcdRun(server, new EtcdOptions { Endpoints = [relay.Endpoint] });
        await run.Next<Synced>();
        relay.Cut();
        await run.Next<ConnectionChanged>(changed => !changed.Up);
        string padding = new('x', 400); // the backlog is well over gRPC's usual 4 MB
        foreach (int[] chunk in Enumerable.Range(0, Count).Chunk(120))
        {
            var transaction = new TxnRequest();
            transaction.Success.AddRange(chunk.Select(i => new RequestOp
            {
                RequestPut = new PutRequest
                {
                    Key = ByteString.CopyFromUtf8($"{Endpoints}default/n-cni-c{i}-eth0"),
                    Value = ByteString.CopyFromUtf8(Endpoint("n", "n", $"c{i}").Replace("\"spec\"", $"\"padding\":\"{padding}\",\"spec\"", StringComparison.Ordinal)),
                },
            }));
            await run.Hand.TxnAsync(transaction);
        }

        relay.Mend();
        var seen = new HashSet<ResourceKey>();
        while (seen.Count < Count)
        {
            seen.Add((await run.Next<Changed>()).Key);
        }

        await using var second = new EtcdRun(server);
        Assert.Equal(Count, (await second.Next<Synced>()).All.Count);
        await using var own = new EtcdRun(server, nodeName: "n"); // keys first, then values in transactions
        Assert.Equal(Count, (await own.Next<Synced>()).All.Count);
    }

    [Fact]
    public async Task An_etcd_that_is_not_there_is_a_reason_in_plain_words()
    {
        await using EtcdServer server = await EtcdServer.StartNewAsync();
        await server.StopAsync();
        await using var run = new EtcdRun(server);
        ConnectionChanged down = await run.Next<ConnectionChanged>();
        Assert.Equal($"etcd at {server.Endpoint} cannot be reached: Connection refused", down.Reason);
        Assert.Equal(ApplyOutcome.Unavailable, (await run.Store.DeleteAsync(new ResourceKey(ResourceKind.Node, "", "n"), default)).Outcome);
        await server.StartAsync();
        await run.Next<Synced>();
    }

    private static async Task<string> GetAsync(EtcdRun run, string key) =>
        (await run.Hand.RangeAsync(new RangeRequest { Key = ByteString.CopyFromUtf8(key) })).Kvs[0].Value.ToStringUtf8();

    private static string Endpoint(string node, string escaped, string container) => $$"""
        {"apiVersion":"projectcalico.org/v3","kind":"WorkloadEndpoint","metadata":{"name":"{{escaped}}-cni-{{container}}-eth0","namespace":"default"},
         "spec":{"node":"{{node}}","orchestrator":"cni","containerID":"{{container}}","endpoint":"eth0","interfaceName":"cali1","ipNetworks":["10.65.0.2/32"]} }
        """;
}
