using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Reconciler.Desired;
using BgpNode.Routing.Policy;
using Xunit;

namespace BgpNode.Tests.Reconciler.Desired;

public class RuleOperationTests
{
    private static readonly Prefix Any = Prefix.Parse("198.51.100.0/24");
    private static readonly PathAttributes Route = new() { AsPath = AsPath.Of(new AsNumber(65001)), Communities = [0x0001_0002], LocalPref = 100 };

    [Fact]
    public void A_standard_community_is_added_once_and_in_order()
    {
        PathAttributes changed = Apply(new BgpFilterOperation.AddCommunity(Community("0:7")), new BgpFilterOperation.AddCommunity(Community("1:2")));
        Assert.Equal([7u, 0x0001_0002u], changed.Communities);
    }

    [Fact]
    public void A_large_community_is_added_and_removed()
    {
        PathAttributes added = Apply(new BgpFilterOperation.AddCommunity(Community("64512:1:2")));
        Assert.Equal([new LargeCommunity(64512, 1, 2)], added.LargeCommunities);
        Assert.Empty(Apply(new BgpFilterOperation.AddCommunity(Community("64512:1:2")), new BgpFilterOperation.RemoveCommunity(Community("64512:1:2"))).LargeCommunities);
    }

    [Fact]
    public void A_standard_community_is_removed() =>
        Assert.Empty(Apply(new BgpFilterOperation.RemoveCommunity(Community("1:2"))).Communities);

    [Fact]
    public void The_prepended_numbers_lead_the_path_in_their_order() =>
        Assert.Equal("64600 64601 65001", Apply(new BgpFilterOperation.PrependAsPath([new AsNumber(64600), new AsNumber(64601)])).AsPath.ToString());

    [Fact]
    public void A_priority_counts_down_from_the_highest_local_preference() =>
        Assert.Equal(2147482623u, Apply(new BgpFilterOperation.SetPriority(1024)).LocalPref);

    [Fact]
    public void MED_local_preference_and_next_hop_are_set()
    {
        PathAttributes changed = Apply(
            new BgpFilterOperation.SetMed(5), new BgpFilterOperation.SetLocalPreference(300), new BgpFilterOperation.SetNextHop(Address.Parse("192.0.2.9")));
        Assert.Equal((5u, 300u, Address.Parse("192.0.2.9")), (changed.Med!.Value, changed.LocalPref!.Value, changed.NextHop!.Value));
    }

    [Fact]
    public void A_rule_for_remote_peers_does_not_speak_of_this_nodes_own_routes()
    {
        CompiledFilter filter = Filter(new BgpFilterRule { Source = FilterSource.RemotePeers, Action = FilterAction.Reject });
        Assert.Equal("f, rule 1", filter.Judge(Any, Route, isLearned: true).Rule);
        Assert.Null(filter.Judge(Any, Route, isLearned: false).Rule);
    }

    [Fact]
    public void A_rule_for_a_priority_matches_its_local_preference()
    {
        CompiledFilter filter = Filter(new BgpFilterRule { Priority = 512, Action = FilterAction.Accept });
        Assert.True(filter.TestsAttributes);
        Assert.True(filter.Judge(Any, Route with { LocalPref = 2147483135 }, isLearned: true).Accepts);
        Assert.Null(filter.Judge(Any, Route, isLearned: true).Rule);
    }

    internal static CompiledFilter Filter(params BgpFilterRule[] rules) =>
        new([.. rules.Select((rule, i) => new FilterRule($"f, rule {i + 1}", Family.IPv4, rule))]);

    private static PathAttributes Apply(params BgpFilterOperation[] operations)
    {
        FilterVerdict verdict = Filter(new BgpFilterRule { Action = FilterAction.Accept, Operations = [.. operations] }).Judge(Any, Route, isLearned: true);
        Assert.True(verdict.Accepts);
        return verdict.Change!.Apply(Route);
    }

    private static CommunityValue Community(string text)
    {
        Assert.True(CommunityValue.TryParse(text, out CommunityValue value));
        return value;
    }
}
