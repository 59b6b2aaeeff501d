using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>An operator changes things while packets flow: no session that need not end does, and no packet is lost.</summary>
public sealed class LiveChangeTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Filters_peers_passwords_and_a_mesh_turned_into_reflectors_cost_no_session_and_no_packet()
    {
        Needs.Bird();
        await using SegmentLab lab = await SegmentLab.StartAsync(nodes: 3, "one");
        (NetworkNamespace web, _) = await lab.PlugAsync(1, "web", "10.65.2.2/32");
        await lab.PlugAsync(2, "db", "10.65.3.2/32");
        await lab.HasRoutesAsync(("10.65.3.2/32", 1), ("10.65.2.2/32", 2), (SegmentLab.Theirs, 0));
        await Eventually.TrueAsync("BIRD has the workload", () => lab.Tor.HasAsync("10.65.3.2/32"), detail: lab.Logs);
        using EchoProbe within = EchoProbe.Start(web, "10.65.3.2", 2);
        using EchoProbe fromOutside = EchoProbe.Start(lab.TorNamespace, "10.65.3.2", 2);

        // A filter comes, is edited and goes.
        await lab.PutAsync(Filter("""[{"action": "Reject", "matchOperator": "In", "cidr": "198.51.100.0/24"}]"""));
        await lab.PutAsync(SegmentLab.TorPeer(""", "filters": ["edit"]"""));
        await StaysAsync(lab);
        await lab.PutAsync(Filter("""[{"action": "Reject", "matchOperator": "In", "cidr": "203.0.113.0/24"}]"""));
        await Eventually.TrueAsync("the filter holds", async () => !await lab.Nodes[0].HasRouteAsync(SegmentLab.Theirs), detail: lab.Logs);
        await lab.PutAsync(Filter("[]"));
        await lab.HasRoutesAsync((SegmentLab.Theirs, 0));
        await lab.PutAsync(SegmentLab.TorPeer(""));

        // A peer comes and goes.
        var further = new Resource("BGPPeer", "bgppeers", null, "further", """{"peerIP": "10.96.0.77", "asNumber": 65077}""");
        await lab.PutAsync(further);
        await Eventually.TrueAsync("the peer is known", async () => await lab.Daemons[2].PeerAsync("10.96.0.77") is not null, detail: lab.Logs);
        await lab.DeleteAsync(further);
        await Eventually.TrueAsync("the peer is gone", async () => await lab.Daemons[2].PeerAsync("10.96.0.77") is null, detail: lab.Logs);

        // The password between two nodes becomes another one.
        await lab.KeyAsync("two");
        await lab.PutAsync(lab.Link(""", "connectRetryTime": "2s" """));
        await StaysAsync(lab);

        // The mesh becomes two clients of a reflector, in the order in which an operator does it.
        await lab.PutAsync(SegmentLab.Node(0, """, "routeReflectorClusterID": "1.0.0.1" """));
        await lab.PutAsync(new Resource("BGPPeer", "bgppeers", null, "reflector", """{"nodeSelector": "!has(reflector)", "peerSelector": "has(reflector)"}"""));
        foreach (BgpNodeDaemon client in lab.Daemons.Skip(1))
        {
            await Eventually.TrueAsync("the reflector sends what the other one and the router say", async () =>
                (await client.PeerAsync(SegmentLab.AddressOf(0)))!["families"]![0]!["received"]!.GetValue<int>() >= 2, detail: lab.Logs);
        }

        await StaysAsync(lab);
        await lab.PutAsync(SegmentLab.Configuration(mesh: false));
        await lab.DeleteAsync(lab.Link(""));
        await Eventually.TrueAsync("the nodes have no session of their own", async () => await lab.Daemons[1].PeerAsync(SegmentLab.AddressOf(2)) is null, detail: lab.Logs);
        await StaysAsync(lab);
        await lab.HasRoutesAsync(("10.65.3.2/32", 1), ("10.65.2.2/32", 2), (SegmentLab.Theirs, 0));

        await AssertNothingLostAsync(within);
        await AssertNothingLostAsync(fromOutside);
    }

    private static Resource Filter(string import) => new("BGPFilter", "bgpfilters", null, "edit", $$"""{"importV4": {{import}}}""");

    // Each session that is there came up once.
    private static async Task StaysAsync(SegmentLab lab) => await Eventually.StaysTrueAsync("no session was reset", async () =>
    {
        foreach (BgpNodeDaemon daemon in lab.Daemons)
        {
            foreach (JsonNode? peer in (JsonArray)await daemon.GetAsync("/v1/peers"))
            {
                Assert.True(
                    (peer!["state"]!.ToString(), peer["established"]!.GetValue<int>()) == ("Established", 1),
                    $"{peer["name"]} {peer["state"]}, {peer["established"]} times up: {peer["lastError"]?.ToJsonString()}\n{daemon.Tail()}");
            }
        }

        return true;
    }, Quiet);

    private static async Task AssertNothingLostAsync(EchoProbe probe)
    {
        (long sent, long received) = await probe.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} packets sent, {received} answered");
        Assert.True(sent > 100 && sent == received, $"{sent - received} of {sent} packets were lost.");
    }
}
