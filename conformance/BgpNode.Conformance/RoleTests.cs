using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Speakers;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>Roles with BIRD and FRR: said, judged, and what they mean for routes.</summary>
public sealed class RoleTests
{
    private const string Theirs = "203.0.113.0/24";

    [Theory, Rfc(9234, "4.2")]
    [InlineData(SpeakerKind.Bird)]
    [InlineData(SpeakerKind.Frr)]
    public async Task Roles_that_fit_bring_the_session_up_and_others_do_not(SpeakerKind tor)
    {
        tor.Need();
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            Tor = tor,
            TorAnnounces = [Theirs],
            PeerFields = """, "role": "Customer", "requireRole": true""",
            BirdLines = "local role provider; require roles on;",
            FrrLines = ["local-role provider strict-mode"],
        });
        RackNode node = rack.Nodes[0];
        Assert.Contains((await PeerAsync(rack))["capabilities"]!.AsArray(), c => c!["name"]!.ToString() == "role Provider" && c["received"]!.GetValue<bool>());
        await Eventually.TrueAsync("its route is for customers", async () => await OnlyToCustomerAsync(rack) == Rack.TorAs, detail: rack.Logs);

        await rack.PutAsync(Resource.Peer($"{node.Name}-tor", node, node.TorAddress, Rack.TorAs, """, "role": "Provider" """));
        await Eventually.TrueAsync("a role that does not fit ends it", async () => await ErrorAsync(rack) == (2, 11), detail: rack.Logs);
        Assert.False(await rack.Daemons[0].IsEstablishedAsync(node.TorAddress));
    }

    [Fact, Rfc(9234, "5")]
    public async Task A_customer_gets_marked_routes_and_what_it_leaks_is_kept_unused()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan
        {
            TorAnnounces = [Theirs, "198.51.100.0/24"],
            PeerFields = """, "role": "Provider" """,
            BirdLines = "local role customer;",
            BirdChannel = $"export filter {{ if net = {Theirs} then bgp_otc = 65010; accept; }};",
        });
        RackNode node = rack.Nodes[0];
        await Eventually.TrueAsync("the other route is there", () => node.Namespace.HasRouteAsync("198.51.100.0/24"), detail: rack.Logs);
        JsonNode leaked = (await ReceivedAsync(rack)).Single(route => route!["prefix"]!.ToString() == Theirs)!;
        Assert.Equal("refused: a route leak, it was given to customers only (RFC 9234)", leaked["reason"]!.ToString());
        Assert.False(await node.Namespace.HasRouteAsync(Theirs));

        await rack.PutTextAsync(new Resource("Announcement", "announcements", null, "own", "{}"), """
            { "apiVersion": "bgpnode.io/v1", "kind": "Announcement", "metadata": { "name": "own" }, "spec": { "prefixes": ["10.77.0.0/16"] } }
            """);
        await Eventually.TrueAsync(
            "BIRD sees the mark", async () => (await ((BirdSpeaker)rack.Tor).DetailAsync("10.77.0.0/16")).Contains($"BGP.otc: {node.As}", StringComparison.Ordinal), detail: rack.Logs);
    }

    [Fact, Rfc(9234, "4.2")]
    public async Task A_neighbour_without_a_role_is_taken_unless_one_is_required()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { PeerFields = """, "role": "Customer" """ });
        RackNode node = rack.Nodes[0];
        await rack.PutAsync(Resource.Peer($"{node.Name}-tor", node, node.TorAddress, Rack.TorAs, """, "role": "Customer", "requireRole": true"""));
        await Eventually.TrueAsync("strict mode refuses it", async () => await ErrorAsync(rack) == (2, 11), detail: rack.Logs);
    }

    private static async Task<JsonNode> PeerAsync(Rack rack) => (await rack.Daemons[0].PeerAsync(rack.Nodes[0].TorAddress))!;

    private static async Task<(int? Code, int? Subcode)> ErrorAsync(Rack rack) =>
        ((await PeerAsync(rack))["lastError"]?["code"]?.GetValue<int>(), (await PeerAsync(rack))["lastError"]?["subcode"]?.GetValue<int>());

    private static async Task<JsonArray> ReceivedAsync(Rack rack) =>
        (await rack.Daemons[0].GetAsync($"/v1/routes?peer={rack.Nodes[0].Name}-tor&set=received"))["routes"]!.AsArray();

    private static async Task<uint?> OnlyToCustomerAsync(Rack rack) => (await ReceivedAsync(rack)).FirstOrDefault()?["onlyToCustomer"]?.GetValue<uint>();
}
