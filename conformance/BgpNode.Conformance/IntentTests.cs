using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>From a resource in the store to the kernels and the rack's router, and what happens when the store is away or wrong.</summary>
public sealed class IntentTests
{
    private const string Web = "10.65.1.2/32";
    private const string Late = "10.65.1.3/32";
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);
    private static readonly RackPlan WithEtcd = new() { Nodes = 2, Etcd = true };

    [Fact]
    public async Task A_workload_put_into_etcd_is_everywhere_within_a_second_and_gone_from_everywhere_after_its_deletion()
    {
        Needs.Bird();
        Needs.Etcd();
        await using Rack rack = await Rack.StartAsync(WithEtcd);
        (_, Resource web) = await rack.PlugAsync(0, "web", Web);

        await rack.PutAsync(web);
        await Eventually.TrueAsync("the workload is in both kernels and in the router's table", () => IsEverywhereAsync(rack, Web), ASecond, rack.Logs);

        await rack.DeleteAsync(web);
        await Eventually.TrueAsync("the workload is gone from all three", () => IsNowhereAsync(rack, Web), ASecond, rack.Logs);
    }

    [Fact]
    public async Task The_death_of_etcd_changes_nothing_a_restart_without_it_uses_the_snapshot_and_its_return_brings_what_was_missed()
    {
        Needs.Bird();
        Needs.Etcd();
        Needs.Program("nft", "nftables");
        // Without graceful restart the router forgets the node's routes with the session, so that what it has later was told anew.
        await using Rack rack = await Rack.StartAsync(WithEtcd with { PeerFields = """, "gracefulRestart": {"enabled": false}""" });
        (_, Resource web) = await rack.PlugAsync(0, "web", Web);
        (_, Resource late) = await rack.PlugAsync(0, "late", Late);
        await rack.PutAsync(web);
        await Eventually.TrueAsync("the workload is everywhere", () => IsEverywhereAsync(rack, Web), detail: rack.Logs);
        await Eventually.TrueAsync("both nodes know of no delay", async () => await ConnectedAsync(rack, true), detail: rack.Logs);

        await rack.Etcd.KillAsync();
        await Eventually.StaysTrueAsync("the workload is everywhere", () => IsEverywhereAsync(rack, Web), TimeSpan.FromSeconds(3));

        await rack.Daemons[0].StopAsync();
        await Eventually.TrueAsync("the router has noticed", async () => !await rack.Tor.HasAsync(Web), detail: rack.Logs);
        await rack.Daemons[0].StartAsync();
        await Eventually.TrueAsync("the snapshot has brought the workload back", () => IsEverywhereAsync(rack, Web), detail: rack.Logs);
        JsonNode store = (await rack.Daemons[0].GetAsync("/v1/status"))["datastore"]!;
        Assert.True(store["fromSnapshot"]!.GetValue<bool>());

        // Changes that the nodes cannot see yet: made while their way to etcd is closed.
        await rack.TorNamespace.ExecAsync("nft", "add table inet lab; add chain inet lab in { type filter hook input priority 0; }; add rule inet lab in iifname != lo tcp dport 2379 drop");
        await rack.Etcd.StartAsync();
        await rack.DeleteAsync(web);
        await rack.PutAsync(late);
        await Eventually.StaysTrueAsync("the workload is everywhere", () => IsEverywhereAsync(rack, Web), ASecond);
        await rack.TorNamespace.ExecAsync("nft", "delete table inet lab");

        await Eventually.TrueAsync("the new workload has arrived", () => IsEverywhereAsync(rack, Late), detail: rack.Logs);
        await Eventually.TrueAsync("the deleted one is gone", () => IsNowhereAsync(rack, Web), detail: rack.Logs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_broken_resource_is_reported_and_its_last_good_version_stays_in_force(bool etcd)
    {
        Needs.Bird();
        if (etcd)
        {
            Needs.Etcd();
        }

        await using Rack rack = await Rack.StartAsync(new RackPlan { Etcd = etcd });
        (_, Resource web) = await rack.PlugAsync(0, "web", Web);
        await rack.PutAsync(web);
        await Eventually.TrueAsync("the workload is in the kernel", () => rack.Nodes[0].Namespace.HasRouteAsync(Web), detail: rack.Logs);

        await rack.PutTextAsync(web, web.Document.Replace(Web, "10.65.1.2/33", StringComparison.Ordinal));
        await Eventually.TrueAsync("status names the resource", async () => await ProblemAsync(rack) is { } problem
            && problem["resource"]!.ToString().Contains("node1-cni-web-eth0", StringComparison.Ordinal)
            && problem["lastGoodInForce"]!.GetValue<bool>(), detail: rack.Logs);
        Assert.True(await rack.Nodes[0].Namespace.HasRouteAsync(Web));
        Assert.True(await rack.Tor.HasAsync(Web));

        await rack.PutAsync(web);
        await Eventually.TrueAsync("status has no problem left", async () => await ProblemAsync(rack) is null, detail: rack.Logs);
    }

    [Fact]
    public async Task A_change_of_a_filter_resets_no_session()
    {
        Needs.Bird();
        await using Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = ["203.0.113.0/24"] });
        RackNode node = rack.Nodes[0];
        await Eventually.TrueAsync("the learned route is there", () => node.Namespace.HasRouteAsync("203.0.113.0/24"), detail: rack.Logs);

        await rack.PutAsync(new Resource("BGPFilter", "bgpfilters", null, "none",
            """{"importV4": [{"cidr": "203.0.113.0/24", "matchOperator": "In", "action": "Reject"}]}"""));
        await rack.PutAsync(Resource.Peer($"{node.Name}-tor", node, node.TorAddress, Rack.TorAs, """, "filters": ["none"]"""));

        await Eventually.TrueAsync("the filtered route is gone", async () => !await node.Namespace.HasRouteAsync("203.0.113.0/24"), detail: rack.Logs);
        Assert.Equal(1, (await rack.Daemons[0].PeerAsync(node.TorAddress))!["established"]!.GetValue<int>());
    }

    // The owner's kernel by interface, the other node's by next hop, the router's table.
    private static async Task<bool> IsEverywhereAsync(Rack rack, string prefix) =>
        await rack.Nodes[0].Namespace.HasRouteAsync(prefix, "dev cali")
        && await rack.Nodes[1].Namespace.HasRouteAsync(prefix, $"via {rack.Nodes[1].TorAddress}")
        && await rack.Tor.HasAsync(prefix);

    private static async Task<bool> IsNowhereAsync(Rack rack, string prefix) =>
        !await rack.Nodes[0].Namespace.HasRouteAsync(prefix)
        && !await rack.Nodes[1].Namespace.HasRouteAsync(prefix)
        && !await rack.Tor.HasAsync(prefix);

    private static async Task<bool> ConnectedAsync(Rack rack, bool connected)
    {
        foreach (BgpNodeDaemon daemon in rack.Daemons)
        {
            if ((await daemon.GetAsync("/v1/status"))["datastore"]!["connected"]!.GetValue<bool>() != connected)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<JsonNode?> ProblemAsync(Rack rack) =>
        ((await rack.Daemons[0].GetAsync("/v1/status"))["datastore"]!["problems"] as JsonArray)?.FirstOrDefault();
}
