using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Intent;
using BgpNode.Reconciler.Workloads;
using BgpNode.Routing.Rib;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Workloads;

public class LocalRoutesTests
{
    private static readonly string Web = Endpoint("n1", "web", "10.65.0.2/32, 'fd00:65::2/128'");
    private static readonly Prefix WebV4 = Prefix.Parse("10.65.0.2/32");
    private static readonly Prefix Block = Prefix.Parse("198.51.100.0/24");

    [Fact]
    public void A_workload_has_a_route_for_each_address()
    {
        Dictionary<Prefix, LocalRoute> routes = RoutesOf("n1", Web);
        Assert.Equal([WebV4, Prefix.Parse("fd00:65::2/128")], routes.Keys.Order());
        Assert.All(routes.Values, route => Assert.Equal(new LocalRoute { Kind = RouteKind.Workload, Interface = "caliweb", Announce = true }, route));
    }

    [Fact]
    public void A_workload_of_another_node_has_none() => Assert.Empty(RoutesOf("n2", Web));

    [Theory]
    [InlineData("{ cidr: 10.65.0.0/16, disableBGPExport: true }", false)]
    [InlineData("{ cidr: 10.65.0.0/16, disableBGPExport: false }", true)]
    [InlineData("{ cidr: 10.65.0.0/16 }", true)]
    [InlineData("{ cidr: 10.66.0.0/16, disableBGPExport: true }", true)]
    public void A_pool_may_keep_its_workloads_from_being_announced(string pool, bool announced) =>
        Assert.Equal((announced, RouteKind.Workload), (RoutesOf("n1", Web, Pool("p", pool))[WebV4].Announce, RoutesOf("n1", Web, Pool("p", pool))[WebV4].Kind));

    [Fact]
    public void Prefix_advertisements_add_communities_by_value_and_by_name()
    {
        string config = Config("""
            { communities: [{ name: fast, value: '64512:300' }, { name: slow, value: '64512:400' }],
              prefixAdvertisements: [
                { cidr: 10.65.0.0/16, communities: [fast, '64512:100'] },
                { cidr: 10.65.0.0/24, communities: ['64512:200', fast] },
                { cidr: 10.66.0.0/16, communities: [slow] } ] }
            """);
        Dictionary<Prefix, LocalRoute> routes = RoutesOf("n1", Web, Endpoint("n1", "far", "10.67.0.1/32"), config);
        Assert.Equal([Community(100), Community(200), Community(300)], routes[WebV4].Communities);
        Assert.Empty(routes[Prefix.Parse("10.67.0.1/32")].Communities);
    }

    [Fact]
    public void A_nodes_own_advertisements_use_the_names_of_their_own_configuration()
    {
        Dictionary<Prefix, LocalRoute> routes = RoutesOf(
            "n1", Web,
            Config("{ communities: [{ name: fast, value: '64512:1' }] }"),
            Config("{ communities: [{ name: fast, value: '64512:2' }], prefixAdvertisements: [{ cidr: 10.65.0.0/16, communities: [fast] }] }", "node.n1"));
        Assert.Equal([Community(2)], routes[WebV4].Communities);
    }

    [Fact]
    public void Large_communities_go_along_too()
    {
        string config = Config("""
            { communities: [{ name: big, value: '64512:1:2' }],
              prefixAdvertisements: [{ cidr: 0.0.0.0/0, communities: [big, '64512:7'] }] }
            """);
        Dictionary<Prefix, LocalRoute> routes = RoutesOf("n1", Web, Announcement("a", "{ prefixes: [198.51.100.0/24], communities: ['4200000000:3:4'] }"), config);
        Assert.Equal([new LargeCommunity(64512, 1, 2)], routes[WebV4].LargeCommunities);
        Assert.Equal([Community(7)], routes[WebV4].Communities);
        Assert.Equal([new LargeCommunity(64512, 1, 2), new LargeCommunity(4200000000, 3, 4)], routes[Block].LargeCommunities);
    }

    [Theory]
    [InlineData("10.65.0.0/24", "", false)]
    [InlineData("10.65.0.0/24", ", node: n2", true)] // borrowed: another node stands for the rest
    [InlineData("10.65.1.0/24", "", true)]
    [InlineData("10.65.0.2/32", "", true)]
    public void A_summary_stands_for_the_addresses_inside_it(string summary, string more, bool announced)
    {
        LocalRoute route = RoutesOf("n1", Web, Announcement("a", $"{{ prefixes: [{summary}], summaryOnly: true{more} }}"))[WebV4];
        Assert.Equal(announced, route.Announce || route.Kind == RouteKind.AnnounceOnly);
        Assert.True(RoutesOf("n1", Web, Announcement("a", $"{{ prefixes: [{summary}]{more} }}"))[WebV4].Announce);
    }

    [Fact]
    public void A_summary_that_comes_or_goes_changes_the_routes_of_others()
    {
        var table = new LocalRouteTable("n1");
        IntentSnapshot intent = Of(Web);
        table.Apply(intent, null);
        StoredResource summary = Read(Announcement("a", "{ prefixes: [10.65.0.0/24], summaryOnly: true }")).Single();
        intent = intent.With(summary.Resource.Key, summary);
        Dictionary<Prefix, LocalRoute?> changes = table.Apply(intent, new HashSet<ResourceKey> { summary.Resource.Key }).ToDictionary(c => c.Prefix, c => c.Route);
        Assert.Equal(2, changes.Count);
        Assert.False(changes[WebV4]!.Announce);
        changes = table.Apply(intent.With(summary.Resource.Key, null), new HashSet<ResourceKey> { summary.Resource.Key }).ToDictionary(c => c.Prefix, c => c.Route);
        Assert.True(changes[WebV4]!.Announce);
        Assert.Null(changes[Prefix.Parse("10.65.0.0/24")]);
    }

    [Theory]
    [InlineData("", RouteKind.AnnounceOnly)]
    [InlineData(", install: None", RouteKind.AnnounceOnly)]
    [InlineData(", install: Blackhole", RouteKind.Blackhole)]
    public void An_announcement_is_installed_as_written(string install, RouteKind kind) =>
        Assert.Equal(new LocalRoute { Kind = kind, Announce = true }, RoutesOf("n1", Announcement("a", $"{{ prefixes: [198.51.100.0/24]{install} }}"))[Block]);

    [Fact]
    public void An_announcement_carries_its_communities_its_prefixes_and_its_MED()
    {
        LocalRoute route = RoutesOf(
            "n1",
            Config("{ prefixAdvertisements: [{ cidr: 198.51.100.0/24, communities: ['64512:1', '64512:7'] }] }"),
            Announcement("a", "{ prefixes: [198.51.100.0/24], communities: ['64512:9', '64512:7'], med: 5 }"))[Block];
        Assert.Equal([Community(1), Community(7), Community(9)], route.Communities);
        Assert.Equal(5u, route.Med);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", node: n1", true)]
    [InlineData(", node: n2", false)]
    [InlineData(", nodeSelector: rack == 'a'", true)]
    [InlineData(", nodeSelector: rack == 'b'", false)]
    [InlineData(", nodeSelector: all()", true)]
    public void An_announcement_is_made_where_it_says(string where, bool here) =>
        Assert.Equal(here, RoutesOf("n1", Node("n1", "", "rack: a"), Announcement("a", $"{{ prefixes: [198.51.100.0/24]{where} }}")).ContainsKey(Block));

    [Fact]
    public void A_hidden_pool_does_not_hide_what_is_announced_by_name() =>
        Assert.True(RoutesOf("n1", Pool("p", "{ cidr: 198.51.100.0/24, disableBGPExport: true }"), Announcement("a", "{ prefixes: [198.51.100.0/24] }"))[Block].Announce);

    [Fact]
    public void Of_two_that_claim_one_prefix_the_first_by_name_has_it_and_the_other_inherits()
    {
        var table = new LocalRouteTable("n1");
        string first = Endpoint("n1", "a", "10.65.0.2/32"), second = Endpoint("n1", "b", "10.65.0.2/32");
        IntentSnapshot both = Of(first, second);
        Assert.Equal("calia", Assert.Single(table.Apply(both, null)).Route!.Interface);
        (Prefix prefix, ResourceKey winner, ResourceKey loser) = Assert.Single(table.Conflicts);
        Assert.Equal((WebV4, "n1-cni-a-eth0", "n1-cni-b-eth0"), (prefix, winner.Name, loser.Name));
        Assert.Equal(winner, table.OwnerOf(WebV4));

        Assert.Equal("calib", Assert.Single(table.Apply(both.With(winner, null), new HashSet<ResourceKey> { winner })).Route!.Interface);
        Assert.Empty(table.Conflicts);
        Assert.Equal(loser, table.OwnerOf(WebV4));

        Assert.Null(Assert.Single(table.Apply(IntentSnapshot.Empty, new HashSet<ResourceKey> { loser })).Route);
        Assert.Null(table.OwnerOf(WebV4));
    }

    [Fact]
    public void What_did_not_change_is_not_told_again()
    {
        var table = new LocalRouteTable("n1");
        IntentSnapshot intent = Of(Web);
        ResourceKey key = intent.Of(ResourceKind.WorkloadEndpoint).Keys.Single();
        Assert.Equal(2, table.Apply(intent, null).Count);
        Assert.Empty(table.Apply(intent, null));
        Assert.Empty(table.Apply(intent, new HashSet<ResourceKey> { key }));
        Assert.Empty(table.Apply(Of(Web, Peer("tor", "{ peerIP: 192.0.2.1 }")), new HashSet<ResourceKey> { new(ResourceKind.BGPPeer, "", "tor") }));
    }

    private static uint Community(uint value) => (64512u << 16) | value;

    private static Dictionary<Prefix, LocalRoute> RoutesOf(string node, params string[] documents) =>
        new LocalRouteTable(node).Apply(Of(documents), null).ToDictionary(change => change.Prefix, change => change.Route!);
}
