using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance;

/// <summary>Several paths for a prefix, from the router and to it.</summary>
public sealed class AddPathTests
{
    private const string Shared = "203.0.113.0/24";

    [Theory, Rfc(7911, "3"), Rfc(7911, "4")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    [InlineData(SpeakerKind.GoBgp)]
    public async Task What_two_nodes_announce_reaches_the_third_twice(SpeakerKind tor)
    {
        tor.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Nodes = 3, Tor = tor, AddPaths = true, PeerFields = """, "addPaths": "Both" """ });
        await AnnounceAsync(rack, rack.Nodes[1]);
        await AnnounceAsync(rack, rack.Nodes[2]);
        RackNode first = rack.Nodes[0];
        string received = $"/v1/routes?peer={first.TorAddress}&set=received&prefix={Shared}";
        async Task<JsonArray> PathsAsync() => (await rack.Daemons[0].GetAsync(received))["routes"]!.AsArray();

        await Eventually.TrueAsync("both paths are there", async () => (await PathsAsync()).Count == 2, detail: rack.Logs);
        JsonArray paths = await PathsAsync();
        Assert.Equal(2, paths.Select(path => path!["pathId"]!.GetValue<uint>()).Distinct().Count());
        Assert.Equal(
            [$"{Rack.TorAs} {rack.Nodes[1].As}", $"{Rack.TorAs} {rack.Nodes[2].As}"], paths.Select(path => path!["asPath"]!.ToString()).Order());
        Assert.Equal("both", (await rack.Daemons[0].PeerAsync(first.TorAddress))!["families"]![0]!["addPaths"]!.ToString());
        await Eventually.TrueAsync($"the kernel has {Shared}", () => first.Namespace.HasRouteAsync(Shared), detail: rack.Logs);

        await rack.DeleteAsync(Place(rack.Nodes[1]));
        await Eventually.TrueAsync("one path is left", async () => (await PathsAsync()).Count == 1, detail: rack.Logs);
        Assert.Equal($"{Rack.TorAs} {rack.Nodes[2].As}", (await PathsAsync())[0]!["asPath"]!.ToString());
        Assert.True(await first.Namespace.HasRouteAsync(Shared));

        await rack.Tor.KillAsync();
        await Eventually.TrueAsync($"{Shared} is gone", async () => !await first.Namespace.HasRouteAsync(Shared), detail: rack.Logs);
    }

    [Theory, Rfc(7911, "3"), Rfc(7911, "4")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    [InlineData(SpeakerKind.GoBgp)]
    public async Task Every_path_that_the_node_has_reaches_the_router(SpeakerKind tor)
    {
        tor.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Tor = tor, AddPaths = true, PeerFields = """, "addPaths": "Send", "filters": ["everything"] """ });
        await rack.PutAsync(new Resource("BGPFilter", "bgpfilters", null, "everything", """{"exportV4": [{"action": "Accept"}]}"""));
        RackNode node = rack.Nodes[0];
        await using NetworkNamespace feeders = await NetworkNamespace.CreateAsync("feeders");
        LabPeer one = LabPeer.External, two = LabPeer.Observer;
        await Veth.ConnectAsync(feeders, "node", [$"{one.Address}/24", $"{two.Address}/24"], node.Namespace, "feeders", [$"{RfcLab.NodeAddress}/24"]);
        foreach (LabPeer feeder in new[] { one, two })
        {
            await rack.PutAsync(Resource.Peer(feeder.Name, node, feeder.Address, feeder.As, """, "passive": true"""));
            await Eventually.TrueAsync($"{feeder} is known", async () => await rack.Daemons[0].PeerAsync(feeder.Address) is not null, detail: rack.Logs);
        }

        await using RfcPeer first = await FeedAsync(feeders, one);
        RfcPeer second = await FeedAsync(feeders, two);
        await Eventually.TrueAsync($"{tor} has both paths", async () => await rack.Tor.PathsAsync(Shared) == 2, detail: rack.Logs);
        JsonArray sent = (await rack.Daemons[0].GetAsync($"/v1/routes?peer={node.TorAddress}&set=sent&prefix={Shared}"))["routes"]!.AsArray();
        Assert.Equal(2, sent.Select(path => path!["pathId"]!.GetValue<uint>()).Distinct().Count());

        await first.SendAsync(Withdraw(Shared));
        await Eventually.TrueAsync($"{tor} has one path", async () => await rack.Tor.PathsAsync(Shared) == 1, detail: rack.Logs);
        await second.DisposeAsync();
        await Eventually.TrueAsync($"{tor} has none", async () => await rack.Tor.PathsAsync(Shared) == 0, detail: rack.Logs);
        Assert.Equal(1, (await rack.Daemons[0].PeerAsync(node.TorAddress))!["established"]!.GetValue<int>());
    }

    private static async Task<RfcPeer> FeedAsync(NetworkNamespace feeders, LabPeer feeder)
    {
        var peer = new RfcPeer(await Lab.Raw.RawPeer.ConnectAsync(feeders, feeder.Address, RfcLab.NodeAddress));
        await peer.EstablishAsync(OpenBytes.Of(feeder));
        await peer.SendAsync(Announce(Shared, Mandatory(feeder)));
        return peer;
    }

    private static Resource Place(RackNode node) => new("Announcement", "announcements", null, $"shared-{node.Name}", "{}");

    private static Task AnnounceAsync(Rack rack, RackNode node) => rack.PutTextAsync(Place(node), $$"""
        apiVersion: bgpnode.io/v1
        kind: Announcement
        metadata: { name: shared-{{node.Name}} }
        spec: { node: {{node.Name}}, prefixes: [{{Shared}}] }
        """);
}
