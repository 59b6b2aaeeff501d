using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>BIRD announces more prefixes than it may: what each action does, and how the session comes back.</summary>
public sealed class PrefixLimitTests
{
    private static readonly string[] Four = ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/25", "192.0.2.128/25"];

    [Fact, Rfc(4486, "4")]
    public async Task Warn_uses_all_Block_some_and_Restart_ends_the_session_until_somebody_acts()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            TorAnnounces = Four,
            PeerFields = """, "maxPrefixes": {"limit": 2, "action": "Warn"}""",
        });
        RackNode node = rack.Nodes[0];
        await Eventually.TrueAsync("Warn uses all", async () => await StateAsync(rack) is (4, 4, "over"), detail: rack.Logs);

        await rack.PutAsync(PeerWith(node, """{"limit": 2, "action": "Block"}"""));
        await Eventually.TrueAsync("Block uses two", async () => await StateAsync(rack) is (4, 2, "over"), detail: rack.Logs);
        JsonNode received = await rack.Daemons[0].GetAsync($"/v1/routes?peer={node.Name}-tor&set=received");
        Assert.Equal(2, received["routes"]!.AsArray().Count(route => route!["reason"]?.ToString() == "not used: the neighbour has reached its limit of 2 prefixes"));
        Assert.Equal(1, (await rack.Daemons[0].PeerAsync(node.TorAddress))!["established"]!.GetValue<int>());

        await rack.PutAsync(PeerWith(node, """{"limit": 2, "restartAfter": "1h"}"""));
        await Eventually.TrueAsync("Restart ends the session", async () => (await PeerAsync(rack))["heldDownSeconds"]?.GetValue<double>() > 2000, detail: rack.Logs);
        JsonNode error = (await PeerAsync(rack))["lastError"]!;
        Assert.Equal(("sent", 6, 1), (error["direction"]!.ToString(), error["code"]!.GetValue<int>(), error["subcode"]!.GetValue<int>()));
        Assert.Contains("ipv4 limit 2", error["text"]!.ToString(), StringComparison.Ordinal);

        await rack.PutAsync(PeerWith(node, """{"limit": 4, "restartAfter": "1h"}"""));
        await Eventually.TrueAsync("a higher limit brings it back", async () => await StateAsync(rack) is (4, 4, "warning"), detail: rack.Logs);
        Assert.Equal(2, (await PeerAsync(rack))["established"]!.GetValue<int>());
    }

    private static Resource PeerWith(RackNode node, string limit) =>
        Resource.Peer($"{node.Name}-tor", node, node.TorAddress, Rack.TorAs, $", \"maxPrefixes\": {limit}");

    private static async Task<JsonNode> PeerAsync(Rack rack) => (await rack.Daemons[0].PeerAsync(rack.Nodes[0].TorAddress))!;

    private static async Task<(int Received, int Accepted, string? State)> StateAsync(Rack rack)
    {
        JsonNode? family = (await PeerAsync(rack))["families"]?.AsArray().FirstOrDefault();
        return family is null ? default : (family["received"]!.GetValue<int>(), family["accepted"]!.GetValue<int>(), family["limitState"]?.ToString());
    }
}
