using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>A session per family with every other implementation, and routes both ways on each.</summary>
public sealed class InteropTests
{
    private const string Theirs = "203.0.113.0/24";
    private const string TheirsIPv6 = "2001:db8:77::/48";

    [Theory]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    [InlineData(SpeakerKind.GoBgp)]
    [InlineData(SpeakerKind.OpenBgpd)]
    [InlineData(SpeakerKind.ExaBgp)]
    public async Task Routes_of_both_families_go_both_ways(SpeakerKind tor)
    {
        tor.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan { Tor = tor, TorAnnounces = [Theirs, TheirsIPv6], IPv6 = true });
        NetworkNamespace node = rack.Nodes[0].Namespace;

        await Eventually.TrueAsync($"the kernel has {Theirs}", () => node.HasRouteAsync(Theirs), detail: rack.Logs);
        await Eventually.TrueAsync($"the kernel has {TheirsIPv6}", () => node.HasRouteAsync(TheirsIPv6), detail: rack.Logs);

        await node.IpAsync("link add caliweb type bridge", "link set caliweb up");
        Resource web = Resource.Endpoint(rack.Nodes[0], "web", "caliweb", "10.65.1.2/32", "fd00:10:65::1:2/128");
        await rack.PutAsync(web);
        await Eventually.TrueAsync($"{tor} has the workload", () => rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        await Eventually.TrueAsync($"{tor} has the workload's IPv6", () => rack.Tor.HasAsync("fd00:10:65::1:2/128"), detail: rack.Logs);

        await rack.DeleteAsync(web);
        await Eventually.TrueAsync($"{tor} has lost the workload", async () => !await rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        await Eventually.TrueAsync($"{tor} has lost the workload's IPv6", async () => !await rack.Tor.HasAsync("fd00:10:65::1:2/128"), detail: rack.Logs);
    }

    [Fact]
    public async Task A_neighbour_that_dies_takes_its_routes_along()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = [Theirs] });
        RackNode node = rack.Nodes[0];
        await Eventually.TrueAsync($"the kernel has {Theirs}", () => node.Namespace.HasRouteAsync(Theirs), detail: rack.Logs);

        await ((BirdSpeaker)rack.Tor).CommandAsync("disable p0");

        await Eventually.TrueAsync($"{Theirs} is gone", async () => !await node.Namespace.HasRouteAsync(Theirs), detail: rack.Logs);
        JsonNode peer = (await rack.Daemons[0].PeerAsync(node.TorAddress))!;
        // RFC 4486 §4: Cease, Administrative Shutdown.
        Assert.Equal(("received", 6, 2), (peer["lastError"]!["direction"]!.ToString(), peer["lastError"]!["code"]!.GetValue<int>(), peer["lastError"]!["subcode"]!.GetValue<int>()));
    }
}
