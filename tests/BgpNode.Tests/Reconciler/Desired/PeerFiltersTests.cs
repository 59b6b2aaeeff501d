using BgpNode.Datastore;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Tests.Reconciler.Intents;

namespace BgpNode.Tests.Reconciler.Desired;

/// <summary>How a BGPPeer comes to its filters.</summary>
public class PeerFiltersTests
{
    private static readonly Prefix Ten = Prefix.Parse("10.0.0.0/8");
    private static readonly string Strict = Config("{ ebgpRequiresPolicy: Enabled, nodeToNodeMeshEnabled: false }");
    private static readonly string Both = Filter("both", "{ importV4: [{ action: Accept }], exportV4: [{ action: Reject }] }");

    [Fact]
    public void Without_filters_there_are_none()
    {
        PeerPolicy policy = OnlyPeer(Tor("")).Policy;
        Assert.Equal((null, null, false, ExportScope.OwnOnly), (policy.ImportFilter, policy.ExportFilter, policy.ImportNone, policy.Export));
    }

    [Fact]
    public void Each_direction_has_its_own_rules()
    {
        PeerPolicy policy = OnlyPeer(Both, Tor("filters: [both]")).Policy;
        Assert.Equal(new FilterVerdict(true, "both, rule 1"), policy.ImportFilter!.Judge(Ten, new PathAttributes(), isLearned: true));
        Assert.Equal(new FilterVerdict(false, "both, rule 1"), policy.ExportFilter!.Judge(Ten, new PathAttributes(), isLearned: true));
    }

    [Fact]
    public void A_missing_filter_refuses_everything_and_is_told_once()
    {
        PeerPlan plan = Plan(Both, Tor("filters: [both, gone]"));
        PeerPolicy policy = plan.Peers.Single().Policy;
        Assert.Equal(new FilterVerdict(false, "a filter that is missing or not supported"), policy.ImportFilter!.Judge(Ten, new PathAttributes(), isLearned: true));
        Assert.Equal(new FilterVerdict(false, "a filter that is missing or not supported"), policy.ExportFilter!.Judge(Ten, new PathAttributes(), isLearned: true));
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal(("there is no BGPFilter 'gone'; until there is, the peer's routes are refused", "spec.filters", "tor"), (problem.Message, problem.Path, problem.Resource!.Value.Name));
        Assert.False(plan.Peers.Single().Disabled);
    }

    [Theory]
    [InlineData("{ action: Accept, interface: eth0 }", "interface on import")]
    [InlineData("{ action: Accept, operations: [{ setNextHop: { value: Self } }] }", "setNextHop: Self on import")]
    public void Half_a_rule_refuses_its_direction_and_leaves_the_other_alone(string rule, string what)
    {
        PeerPlan plan = Plan(Filter("f", $"{{ exportV4: [{{ action: Accept }}], importV4: [{{ action: Accept }}, {rule}] }}"), Tor("filters: [f]"));
        PeerPolicy policy = plan.Peers.Single().Policy;
        Assert.True(policy.ExportFilter!.Judge(Ten, new PathAttributes(), isLearned: true).Accepts);
        Assert.Equal(new FilterVerdict(false, "a filter that is missing or not supported"), policy.ImportFilter!.Judge(Ten, new PathAttributes(), isLearned: true));
        Assert.StartsWith($"BGPFilter f, rule 2: {what} is not supported", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eth0", "eth0", true)]
    [InlineData("cali*", "cali1234", true)]
    [InlineData("cali*", "eth0", false)]
    [InlineData("cali*", null, false)]
    public void An_interface_is_that_of_an_own_route(string pattern, string? link, bool matches)
    {
        IFilter filter = OnlyPeer(Filter("f", $"{{ exportV4: [{{ action: Reject, interface: '{pattern}' }}] }}"), Tor("filters: [f]")).Policy.ExportFilter!;
        Assert.Equal((true, true), (filter.TestsLink, filter.TestsPrefix));
        Assert.Equal(matches, filter.Judge(Ten, new PathAttributes(), isLearned: link is null, link).Rule is not null);
    }

    [Theory]
    [InlineData("{ setLocalPreference: { value: 1 } }", "setLocalPreference")]
    [InlineData("{ setPriority: { value: 1 } }", "setPriority")]
    public void A_preference_for_an_external_peer_is_said_to_have_no_effect(string operation, string name)
    {
        string filter = Filter("f", $"{{ exportV4: [{{ action: Accept, operations: [{operation}] }}] }}");
        PeerPlan plan = Plan(filter, Tor("filters: [f]"));
        Problem problem = Assert.Single(plan.Problems);
        Assert.Equal((Severity.Warning, true), (problem.Severity, problem.Message.StartsWith($"BGPFilter f, rule 1: {name} has no effect", StringComparison.Ordinal)));
        Assert.True(plan.Peers.Single().Policy.ExportFilter!.Judge(Ten, new PathAttributes(), isLearned: true).Accepts);
        Assert.Empty(Plan(filter, Peer("in", "{ peerIP: 192.0.2.1, filters: [f] }")).Problems);
    }

    [Fact]
    public void A_rule_for_the_other_kind_of_peer_stands_in_nobodys_way()
    {
        PeerPlan plan = Plan(Filter("f", "{ importV4: [{ peerType: iBGP, action: Accept, operations: [{ setMED: { value: 1 } }] }, { action: Accept }] }"), Tor("filters: [f]"));
        Assert.Empty(plan.Problems);
        Assert.Equal(new FilterVerdict(true, "f, rule 2"), plan.Peers.Single().Policy.ImportFilter!.Judge(Ten, new PathAttributes(), isLearned: true));
    }

    [Fact, Rfc(8212, "3")]
    public void When_policy_is_required_an_external_peer_without_filters_exchanges_nothing()
    {
        PeerPolicy policy = OnlyPeer(Strict, Tor("")).Policy;
        Assert.Equal((true, ExportScope.None), (policy.ImportNone, policy.Export));
    }

    [Fact, Rfc(8212, "3")]
    public void When_policy_is_required_each_direction_needs_its_own()
    {
        string importOnly = Filter("in", "{ importV4: [{ action: Accept }] }");
        string exportOnly = Filter("out", "{ exportV4: [{ action: Accept }] }");
        Assert.Equal((false, ExportScope.None), Scopes(OnlyPeer(Strict, importOnly, Tor("filters: [in]"))));
        Assert.Equal((true, ExportScope.OwnOnly), Scopes(OnlyPeer(Strict, exportOnly, Tor("filters: [out]"))));
        Assert.Equal((false, ExportScope.OwnOnly), Scopes(OnlyPeer(Strict, importOnly, exportOnly, Tor("filters: [in, out]"))));
    }

    [Fact, Rfc(8212, "3")]
    public void When_policy_is_required_each_family_needs_its_own()
    {
        string only4 = Filter("f", "{ importV4: [{ action: Accept }], exportV4: [{ action: Accept }] }");
        PeerPolicy policy = OnlyPeer(Strict, only4, Tor("filters: [f]")).Policy;
        var six = Prefix.Parse("2001:db8::/32");
        Assert.True(policy.ImportFilter!.Judge(Ten, new PathAttributes(), isLearned: true).Accepts);
        Assert.Equal("ebgpRequiresPolicy: there is no rule for ipv6 (RFC 8212)", policy.ImportFilter.Judge(six, new PathAttributes(), isLearned: true).Rule);
        Assert.False(policy.ExportFilter!.Judge(six, new PathAttributes(), isLearned: false).Accepts);
        Assert.Null(OnlyPeer(only4, Tor("filters: [f]")).Policy.ImportFilter!.Judge(six, new PathAttributes(), isLearned: true).Rule);
    }

    [Fact, Rfc(8212, "1")]
    public void When_policy_is_required_internal_peers_need_none() =>
        Assert.Equal((false, ExportScope.All), Scopes(OnlyPeer(Strict, Peer("rr", "{ peerIP: 192.0.2.1 }"))));

    [Fact]
    public void Peers_with_the_same_filters_have_equal_policies_and_so_has_the_next_plan()
    {
        string[] intent = [Both, Tor("filters: [both]"), Peer("tor2", "{ peerIP: 192.0.2.2, asNumber: 65001, filters: [both] }")];
        PeerPlan plan = Plan(intent);
        Assert.Equal(plan.Peers[0].Policy, plan.Peers[1].Policy);
        Assert.Equal(plan.Peers.AsEnumerable(), Plan(intent).Peers);
        Assert.Equal(plan.Peers[0].Policy.GetHashCode(), Plan(intent).Peers[0].Policy.GetHashCode());
        Assert.NotEqual(plan.Peers[0].Policy, Plan(Filter("both", "{ importV4: [{ action: Reject }], exportV4: [{ action: Reject }] }"), intent[1]).Peers[0].Policy);
    }

    private static string Tor(string fields) => Peer("tor", $"{{ peerIP: 192.0.2.1, asNumber: 65001, {fields} }}");

    private static (bool ImportNone, ExportScope Export) Scopes(PeerConfig peer) => (peer.Policy.ImportNone, peer.Policy.Export);
}
