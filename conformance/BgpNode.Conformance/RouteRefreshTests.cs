using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Routes told again on request, between the marks of RFC 7313, while nothing is lost.</summary>
public sealed class RouteRefreshTests
{
    private const string Theirs = "198.18.1.0/24";

    // Not FRR: it puts its answer off until its End-of-RIB, which it sends only to neighbours that restart gracefully.
    [Fact, Rfc(7313, "3.1"), Rfc(7313, "4"), Rfc(2918, "4")]
    public async Task The_router_is_asked_and_answers_between_marks_and_no_route_is_touched()
    {
        Needs.Bird();
        await using Rack rack = await StartAsync(SpeakerKind.Bird);
        RackNode node = rack.Nodes[0];
        await using RouteMonitor monitor = await RouteMonitor.StartAsync(node.Namespace, rack.Folder.Sub("monitor"));
        await rack.Daemons[0].PostAsync($"/v1/peers/{node.TorAddress}/refresh?direction=in");
        await RefreshedAsync(rack, received: 2, sent: 1);
        Assert.True(await node.Namespace.HasRouteAsync(Theirs));
        Assert.DoesNotContain(monitor.Events(), change => change.Destination == Theirs);
    }

    [Theory, Rfc(7313, "4"), Rfc(2918, "4")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    public async Task The_router_asks_and_is_answered_between_marks(SpeakerKind tor)
    {
        tor.Need();
        await using Rack rack = await StartAsync(tor);
        await AskAsync(rack, inbound: true);
        await RefreshedAsync(rack, received: 1, sent: 2);
        await Eventually.TrueAsync("the router has the workload", () => rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        Assert.True(await rack.Daemons[0].IsEstablishedAsync(rack.Nodes[0].TorAddress));
    }

    [Fact, Rfc(7313, "4")]
    public async Task What_the_router_tells_again_of_its_own_accord_stays()
    {
        Needs.Bird();
        await using Rack rack = await StartAsync(SpeakerKind.Bird);
        await AskAsync(rack, inbound: false);
        await RefreshedAsync(rack, received: 2, sent: 0);
        Assert.True(await rack.Nodes[0].Namespace.HasRouteAsync(Theirs));
    }

    private static async Task<Rack> StartAsync(SpeakerKind tor)
    {
        Rack rack = await Rack.StartAsync(new RackPlan { Tor = tor, TorAnnounces = [Theirs] });
        RackNode node = rack.Nodes[0];
        await node.Namespace.IpAsync("link add caliweb type bridge", "link set caliweb up");
        await rack.PutAsync(Resource.Endpoint(node, "web", "caliweb", "10.65.1.2/32"));
        await Eventually.TrueAsync("the router has the workload", () => rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        await Eventually.TrueAsync($"the kernel has {Theirs}", () => node.Namespace.HasRouteAsync(Theirs), detail: rack.Logs);
        return rack;
    }

    private static Task AskAsync(Rack rack, bool inbound)
    {
        string direction = inbound ? "in" : "out";
        return rack.Tor switch
        {
            BirdSpeaker bird => bird.CommandAsync($"reload {direction} p0"),
            FrrSpeaker frr => frr.VtyshAsync($"clear bgp ipv4 {rack.Nodes[0].Address} soft {direction}"),
            _ => throw new NotSupportedException(),
        };
    }

    // Messages of the type: the two marks of one side and the request of the other.
    private static async Task RefreshedAsync(Rack rack, int received, int sent)
    {
        (int Received, int Sent) counts = default;
        await Eventually.TrueAsync($"{received} ROUTE-REFRESH came and {sent} went", async () =>
        {
            JsonNode messages = (await rack.Daemons[0].PeerAsync(rack.Nodes[0].TorAddress))!["messages"]!;
            JsonNode refresh = messages.AsArray().Single(m => m!["type"]!.ToString() == "routeRefresh")!;
            counts = (refresh["received"]!.GetValue<int>(), refresh["sent"]!.GetValue<int>());
            return counts == (received, sent);
        }, detail: () => $"{counts}\n{rack.Logs()}");
    }
}
