using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static BgpNode.Tests.Reconciler.Desired.RuleOperationTests;

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>Rules that change routes, from one neighbour's UPDATE to the other's.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class RuleOperationTests
{
    private static readonly Prefix Net = Prefix.Parse("203.0.113.0/24");
    private static readonly PeerPolicy All = new() { Export = ExportScope.All };

    private readonly RibLoop _loop = new(new RibOptions(), new FakeTimeProvider(), NullLogger<RibLoop>.Instance);
    private readonly Neighbour _left = new(1, new AsNumber(65001), All);
    private readonly Neighbour _right = new(3, new AsNumber(65003), All);

    [Fact]
    public async Task An_export_rule_that_comes_later_changes_what_was_sent_already()
    {
        _left.Up(_loop);
        _right.Up(_loop);
        Announce(_left);
        Assert.Empty(_right.Has[Net].Communities);

        await _right.Rib.PolicyChangedAsync(All with { ExportFilter = Accepting(Community(0xfc00_0001), new BgpFilterOperation.SetMed(7), Community(0xFFFF_FF01)) }, default);
        Settle();
        PathAttributes sent = _right.Has[Net];
        Assert.Equal([0xfc00_0001u, 0xFFFF_FF01u], sent.Communities);
        Assert.Equal((7u, "64512 65001"), (sent.Med!.Value, sent.AsPath.ToString()));
        Assert.Equal(sent.Communities, (await Ask(RibRouteSet.Sent, _right)).Attributes.Communities);

        await _right.Rib.PolicyChangedAsync(All, default);
        Settle();
        Assert.Empty(_right.Has[Net].Communities);
        Assert.Null(_right.Has[Net].Med);
        Assert.Empty(_left.Failures.Concat(_right.Failures));
    }

    [Theory]
    [InlineData("192.0.2.99", "192.0.2.99")]
    [InlineData(null, "192.0.2.254")]
    public async Task An_export_rule_says_the_next_hop(string? value, string expected)
    {
        PeerPolicy keeps = All with { NextHopMode = BgpNode.Routing.Policy.NextHopMode.Keep };
        _left.Up(_loop);
        _right.Policy = keeps;
        _right.Up(_loop);
        Announce(_left);
        Assert.Equal(_left.Address, _right.Has[Net].NextHop);
        var set = new BgpFilterOperation.SetNextHop(value is null ? null : Address.Parse(value));
        await _right.Rib.PolicyChangedAsync(keeps with { ExportFilter = Accepting(set) }, default);
        Settle();
        Assert.Equal(Address.Parse(expected), _right.Has[Net].NextHop);
        Assert.Equal(Address.Parse(expected), (await Ask(RibRouteSet.Sent, _right)).Attributes.NextHop);
        await _right.Rib.PolicyChangedAsync(All with { ExportFilter = Accepting(set) }, default);
        Settle();
        Assert.Equal(Address.Parse(expected), _right.Has[Net].NextHop);
    }

    [Fact]
    public async Task An_export_rule_tells_workloads_by_their_links()
    {
        _right.Policy = All with { ExportFilter = Filter(new BgpFilterRule { Interface = "hidden*", Action = FilterAction.Reject }) };
        _right.Up(_loop);
        await _loop.LocalAsync([new LocalChange(Net, Workload("cali1")), new LocalChange(Prefix.Parse("203.0.114.0/24"), Workload("hidden1"))]);
        await _loop.AcknowledgedAsync([Net, Prefix.Parse("203.0.114.0/24")]);
        Settle();
        Assert.Equal([Net], _right.Has.Keys);
        await _loop.LocalAsync([new LocalChange(Net, Workload("hidden2")), new LocalChange(Prefix.Parse("203.0.114.0/24"), Workload("cali2"))]);
        Settle();
        Assert.Equal([Prefix.Parse("203.0.114.0/24")], _right.Has.Keys);
    }

    [Fact, Rfc(4360, "6")]
    public async Task Extended_communities_of_our_AS_stay_in_it()
    {
        const ulong target = 0x0002_fde9_0000_0064, linkBandwidth = 0x4004_fde9_4b40_0000;
        _left.Up(_loop);
        _right.Up(_loop);
        PathAttributes path = new() { Family = Family.IPv4, AsPath = AsPath.Of(_left.Agreement.PeerAs), NextHop = _left.Address, ExtendedCommunities = [target, linkBandwidth] };
        _left.Send(Updates.Announce(path, true, Net));
        Settle();
        Assert.Equal<ImmutableArray<ulong>>([target], _right.Has[Net].ExtendedCommunities);
        Assert.Equal<ImmutableArray<ulong>>([target], (await Ask(RibRouteSet.Sent, _right)).Attributes.ExtendedCommunities);
        _left.Send(Updates.Announce(path with { ExtendedCommunities = [linkBandwidth] }, true, Net));
        Settle();
        Assert.Empty(_right.Has[Net].ExtendedCommunities);
    }

    [Fact]
    public async Task Own_routes_carry_large_communities()
    {
        _right.Up(_loop);
        LargeCommunity[] large = [.. Enumerable.Range(1, 30).Select(i => new LargeCommunity(64512, (uint)i, 4000000000))];
        await _loop.LocalAsync([new LocalChange(Net, new LocalRoute { Kind = RouteKind.AnnounceOnly, Communities = [7, 3], LargeCommunities = [.. large.Reverse()], Med = 5 })]);
        Settle();
        PathAttributes sent = _right.Has[Net];
        Assert.Equal([3u, 7u], sent.Communities);
        Assert.Equal(large, sent.LargeCommunities);
        Assert.Equal(5u, sent.Med);
    }

    [Fact]
    public async Task An_import_rule_decides_the_best_path_and_the_received_route_stays_as_it_came()
    {
        _left.Up(_loop);
        _right.Up(_loop);
        Announce(_left);
        Announce(_right);
        Assert.Equal(_left.Name, await Best());

        await _right.Rib.PolicyChangedAsync(All with { ImportFilter = Accepting(new BgpFilterOperation.SetLocalPreference(200)) }, default);
        Settle();
        Assert.Equal(_right.Name, await Best());
        Assert.Null((await Ask(RibRouteSet.Received, _right)).Attributes.LocalPref);
        Assert.Equal((1, 1, 0), Counts(_right));

        Announce(_right);
        Assert.Equal((1, 1, 0), Counts(_right));
        await _right.Rib.PolicyChangedAsync(All, default);
        Settle();
        Assert.Equal(_left.Name, await Best());
        Assert.Equal((1, 1, 0), Counts(_right));
    }

    [Fact]
    public async Task A_refused_route_names_the_rule_and_counts_as_filtered()
    {
        _left.Policy = All with { ImportFilter = Filter(new BgpFilterRule { Source = FilterSource.RemotePeers, Action = FilterAction.Reject }) };
        _left.Up(_loop);
        Announce(_left);
        Assert.Equal("refused by filter f, rule 1", (await Ask(RibRouteSet.Received, _left)).Reason);
        Assert.Equal((1, 0, 1), Counts(_left));
    }

    [Fact]
    public void Derived_sets_go_with_the_neighbours()
    {
        _left.Policy = All with { ImportFilter = Accepting(new BgpFilterOperation.SetLocalPreference(200)) };
        _right.Policy = All with { ExportFilter = Accepting(Community(0xfc00_0001)) };
        _left.Up(_loop);
        _right.Up(_loop);
        Announce(_left);
        Assert.Equal([0xfc00_0001u], _right.Has[Net].Communities);
        _left.Down(_loop);
        Settle();
        Assert.Empty(_right.Has);
        _right.Down(_loop);
        Assert.Equal(0, _loop.Tables.Attributes.Count);
    }

    private static LocalRoute Workload(string link) => new() { Kind = RouteKind.Workload, Interface = link };

    private static IFilter Accepting(params BgpFilterOperation[] operations) =>
        Filter(new BgpFilterRule { Action = FilterAction.Accept, Operations = [.. operations] });

    private static BgpFilterOperation.AddCommunity Community(uint value) => new(new CommunityValue(false, value >> 16, value & 0xffff, 0));

    private static (int Received, int Accepted, int Filtered) Counts(Neighbour of)
    {
        FamilyCounters counters = of.Rib.Counters[Family.IPv4];
        return ((int)counters.Received, (int)counters.Accepted, (int)counters.Filtered);
    }

    private async Task<string> Best() => (await Ask(RibRouteSet.Best, null)).Peer;

    private async Task<RibRoute> Ask(RibRouteSet set, Neighbour? peer)
    {
        Task<IReadOnlyList<RibRoute>?> asked = _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = set, Peer = peer?.Name });
        _loop.Turn();
        return Assert.Single((await asked)!);
    }

    private void Announce(Neighbour from)
    {
        var path = new PathAttributes { Family = Family.IPv4, AsPath = AsPath.Of(from.Agreement.PeerAs), NextHop = from.Address };
        from.Send(Updates.Announce(path, true, Net));
        Settle();
    }

    private void Settle()
    {
        bool more = true;
        for (int turns = 0; more; turns++)
        {
            Assert.True(turns < 1000, "the loop always has more to do");
            more = _loop.Turn();
            foreach (Neighbour neighbour in new[] { _left, _right }.Where(n => n.Rib is not null))
            {
                more |= neighbour.Read();
            }
        }
    }
}
