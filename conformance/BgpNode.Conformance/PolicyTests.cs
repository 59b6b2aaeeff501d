using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Communities and filter operations, both ways, as BIRD and the kernel see them.</summary>
public sealed class PolicyTests
{
    private static readonly Resource Own = new("Announcement", "announcements", null, "own", "{}");

    [Fact, Rfc(8326, "4"), Rfc(7999, "3.3")]
    public async Task Communities_that_mean_something_are_acted_on()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            TorAnnounces = ["203.0.113.0/24", "198.51.100.66/32", "198.51.100.0/25"],
            PeerFields = """, "installBlackholes": true""",
            BirdChannel = """
                export filter {
                  if net = 203.0.113.0/24 then bgp_community.add((65535, 0));
                  if net ~ 198.51.100.0/24 then bgp_community.add((65535, 666));
                  accept;
                };
                """,
        });
        NetworkNamespace node = rack.Nodes[0].Namespace;
        await Eventually.TrueAsync("all are there", async () => (await RoutesAsync(rack)).Count == 3, detail: rack.Logs);
        Dictionary<string, JsonNode> routes = await RoutesAsync(rack);
        Assert.Equal(0u, routes["203.0.113.0/24"]["localPref"]!.GetValue<uint>());
        Assert.Equal(["blackhole", "no-export"], routes["198.51.100.66/32"]["communities"]!.AsArray().Select(c => c!.ToString()));
        await Eventually.TrueAsync("the host is dropped", async () => (await KernelAsync(node, "198.51.100.66")).StartsWith("blackhole", StringComparison.Ordinal), detail: rack.Logs);
        Assert.Contains("via", await KernelAsync(node, "198.51.100.0/25"), StringComparison.Ordinal);

        await rack.PutAsync(Resource.Peer("node1-tor", rack.Nodes[0], rack.Nodes[0].TorAddress, Rack.TorAs));
        await Eventually.TrueAsync("the host is forwarded", async () => (await KernelAsync(node, "198.51.100.66")).Contains("via", StringComparison.Ordinal), detail: rack.Logs);
        Assert.Equal(1, (await rack.Daemons[0].PeerAsync(rack.Nodes[0].TorAddress))!["established"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_an_export_rule_says_is_what_BIRD_sees()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        RackNode node = rack.Nodes[0];
        await rack.PutTextAsync(Own, """
            { "apiVersion": "bgpnode.io/v1", "kind": "Announcement", "metadata": { "name": "own" },
              "spec": { "prefixes": ["10.77.0.0/16"], "communities": ["64512:7", "65535:65281", "64512:1:2"], "med": 9 } }
            """);
        await rack.PutAsync(Filter("""{ "action": "Accept", "operations": [{ "addCommunity": { "value": "64512:8" } }] }"""));
        await rack.PutAsync(WithFilter(node));
        string why = "";
        await Eventually.TrueAsync("no-export stays here", async () => (why = await WhyNotAsync(rack, "10.77.0.0/16")) == "community no-export", detail: () => why + rack.Logs());

        await rack.PutAsync(Filter("""
            { "action": "Accept", "operations": [
              { "removeCommunity": { "value": "65535:65281" } }, { "addCommunity": { "value": "64512:3:4" } }, { "addCommunity": { "value": "64512:8" } },
              { "prependASPath": { "prefix": [64600, 64601] } }, { "setMED": { "value": 42 } }, { "setNextHop": { "value": "172.31.1.77" } }] }
            """));
        await SeesAsync(rack, "10.77.0.0/16",
            "BGP.as_path: 64513 64600 64601", "BGP.next_hop: 172.31.1.77", "BGP.med: 42", "BGP.community: (64512,7) (64512,8)",
            "BGP.large_community: (64512, 1, 2) (64512, 3, 4)");

        await rack.PutAsync(Filter("""
            { "action": "Accept", "operations": [{ "removeCommunity": { "value": "65535:65281" } }, { "setNextHop": { "value": "Self" } }] }
            """));
        await SeesAsync(rack, "10.77.0.0/16", "BGP.as_path: 64513\n", $"BGP.next_hop: {node.Address}", "BGP.med: 9", "BGP.community: (64512,7)\n");
        Assert.Equal(1, (await rack.Daemons[0].PeerAsync(node.TorAddress))!["established"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_summary_stands_for_its_addresses_and_a_link_can_be_kept_back()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan());
        RackNode node = rack.Nodes[0];
        await node.Namespace.IpAsync("link add caliweb type bridge", "link set caliweb up", "link add hidden0 type bridge", "link set hidden0 up");
        await rack.PutAsync(Filter("""{ "action": "Reject", "interface": "hidden*" }"""));
        await rack.PutAsync(WithFilter(node));
        await rack.PutAsync(Resource.Endpoint(node, "web", "caliweb", "10.65.1.2/32"));
        await rack.PutAsync(Resource.Endpoint(node, "far", "caliweb", "10.65.9.2/32"));
        await rack.PutAsync(Resource.Endpoint(node, "hid", "hidden0", "10.65.9.3/32"));
        await Eventually.TrueAsync("the shown ones are there", async () => await HasAsync(rack, "10.65.1.2/32", "10.65.9.2/32"), detail: rack.Logs);
        Assert.Equal("refused by filter f, rule 1", await WhyNotAsync(rack, "10.65.9.3/32"));
        Assert.False(await rack.Tor.HasAsync("10.65.9.3/32"));

        await rack.PutTextAsync(Own, """
            { "apiVersion": "bgpnode.io/v1", "kind": "Announcement", "metadata": { "name": "own" },
              "spec": { "prefixes": ["10.65.1.0/24"], "summaryOnly": true, "install": "Blackhole" } }
            """);
        await Eventually.TrueAsync(
            "the summary stands for one of them", async () => await HasAsync(rack, "10.65.1.0/24", "10.65.9.2/32") && !await rack.Tor.HasAsync("10.65.1.2/32"), detail: rack.Logs);
        Assert.True(await node.Namespace.HasRouteAsync("10.65.1.2"));

        await rack.DeleteAsync(Own);
        await Eventually.TrueAsync(
            "without it they are back", async () => await HasAsync(rack, "10.65.1.2/32", "10.65.9.2/32") && !await rack.Tor.HasAsync("10.65.1.0/24"), detail: rack.Logs);
    }

    private static Resource Filter(string rule) => new("BGPFilter", "bgpfilters", null, "f", $$"""{ "exportV4": [{{rule}}] }""");

    private static Resource WithFilter(RackNode node) => Resource.Peer("node1-tor", node, node.TorAddress, Rack.TorAs, """, "filters": ["f"]""");

    private static async Task<Dictionary<string, JsonNode>> RoutesAsync(Rack rack) =>
        (await rack.Daemons[0].GetAsync("/v1/routes?peer=node1-tor&set=received"))["routes"]!.AsArray().ToDictionary(route => route!["prefix"]!.ToString(), route => route!);

    private static async Task<string> KernelAsync(NetworkNamespace node, string prefix) => (await node.ExecAsync("ip", "route", "show", prefix)).Trim();

    private static async Task<string> WhyNotAsync(Rack rack, string prefix) =>
        (await rack.Daemons[0].GetAsync($"/v1/explain?target={Uri.EscapeDataString(prefix)}"))["stations"]!.AsArray()
            .LastOrDefault(station => station!["station"]!.ToString() == "neighbour")?["text"]?.ToString() ?? "";

    private static async Task<bool> HasAsync(Rack rack, params string[] prefixes) => (await rack.Tor.PrefixesAsync()).IsSupersetOf(prefixes);

    private static async Task SeesAsync(Rack rack, string prefix, params string[] lines)
    {
        string seen = "";
        await Eventually.TrueAsync($"BIRD sees {string.Join(", ", lines)}", async () =>
        {
            seen = await ((BirdSpeaker)rack.Tor).DetailAsync(prefix);
            return lines.All(line => seen.Contains(line, StringComparison.Ordinal));
        }, detail: () => seen + rack.Logs());
    }
}
