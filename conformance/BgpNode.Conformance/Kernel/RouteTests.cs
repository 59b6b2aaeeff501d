using BgpNode.Kernel;
using BgpNode.Kernel.Routes;
using BgpNode.Net;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance.Kernel;

public sealed class RouteTests : KernelTest
{
    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3")]
    public async Task A_route_is_added_replaced_and_deleted(string prefix, string first, string second)
    {
        Family family = Prefix.Parse(prefix).Family;
        RouteWrite add = Add(prefix, Via(first));
        await WriteAll(add);
        Assert.True((await Only(family)).Matches(add), (await Only(family)).ToString());

        RouteWrite replace = Route(RouteOperation.Replace, prefix, Via(second));
        await WriteAll(replace);
        Assert.True((await Only(family)).Matches(replace), (await Only(family)).ToString());

        await WriteAll(Delete(prefix));
        Assert.Empty(await Dump(family));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2")]
    [InlineData("2001:db8::/32", "fd00::2")]
    public async Task What_is_not_there_is_neither_replaced_nor_deleted(string prefix, string gateway)
    {
        List<RouteResult> failures = await Write(Route(RouteOperation.Replace, prefix, Via(gateway)), Delete(prefix));
        Assert.Equal([(0, Errno.NoEntry), (1, Errno.NotFound)], failures.Select(f => (f.Index, f.Errno)));
        Assert.Empty(await Dump(Prefix.Parse(prefix).Family));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3")]
    public async Task Another_programs_route_at_the_same_metric_is_reported_and_left_alone(string prefix, string theirs, string ours)
    {
        Space.Ip($"route add {prefix} via {theirs} metric 50 proto static");
        string show = $"{(prefix.Contains(':') ? "-6 " : "")}route show {prefix}";
        string before = Space.Ip(show);

        List<RouteResult> failures = await Write(Add(prefix, Via(ours)), Delete(prefix));

        Assert.Equal([(0, Errno.Exists), (1, Errno.NotFound)], failures.Select(f => (f.Index, f.Errno)));
        Assert.StartsWith("EEXIST: ", failures[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Space.Ip(show));
    }

    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3")]
    public async Task Routes_of_different_metrics_live_side_by_side(string prefix, string theirs, string ours)
    {
        Space.Ip($"route add {prefix} via {theirs} metric 40 proto static");
        await WriteAll(Add(prefix, Via(ours)));
        await WriteAll(Route(RouteOperation.Replace, prefix, Via(theirs)));
        await WriteAll(Delete(prefix));
        Assert.Contains("metric 40", Space.Ip($"{(prefix.Contains(':') ? "-6 " : "")}route show {prefix}"), StringComparison.Ordinal);
    }

    /// <summary>The reason why only an owner may ask for a replace: the kernel does not look at the protocol.</summary>
    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3")]
    public async Task A_replace_would_take_another_programs_route_away(string prefix, string theirs, string ours)
    {
        Space.Ip($"route add {prefix} via {theirs} metric 50 proto static");
        await WriteAll(Route(RouteOperation.Replace, prefix, Via(ours)));
        Assert.Equal(Ours, (await Only(Prefix.Parse(prefix).Family)).Protocol);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "10.0.0.2", "10.0.0.3", "10.0.0.4")]
    [InlineData("2001:db8::/32", "fd00::2", "fd00::3", "fd00::4")]
    public async Task Several_next_hops_share_the_traffic_by_weight(string prefix, string one, string two, string three)
    {
        Family family = Prefix.Parse(prefix).Family;
        NextHops weighted = NextHops.Of(new NextHop(Address.Parse(two), Link, 3), new NextHop(Address.Parse(one), Link, 1));
        await WriteAll(Add(prefix, weighted));
        Assert.Equal(weighted, (await Only(family)).NextHops);

        await WriteAll(Route(RouteOperation.Replace, prefix, Via(one, two, three)));
        Assert.Equal(Via(three, two, one), (await Only(family)).NextHops);

        await WriteAll(Route(RouteOperation.Replace, prefix, Via(three)));
        Assert.Equal(Via(three), (await Only(family)).NextHops);

        await WriteAll(Route(RouteOperation.Replace, prefix, Via(one, two)));
        await WriteAll(Delete(prefix));
        Assert.Empty(await Dump(family));
    }

    [Fact, Rfc(8950, "3")]
    public async Task An_IPv4_route_leaves_through_an_IPv6_next_hop()
    {
        RouteWrite single = Add("192.0.2.0/24", Via("fe80::1"));
        RouteWrite several = Add("198.51.100.0/24", Via("fe80::1", "10.0.0.2", "fd00::2"));
        await WriteAll(single, several);

        List<KernelRoute> routes = await Dump();
        Assert.Equal(2, routes.Count);
        Assert.True(routes[0].Matches(single), routes[0].ToString());
        Assert.True(routes[1].Matches(several), routes[1].ToString());
        Assert.Contains("via inet6 fe80::1", Space.Ip("route show 192.0.2.0/24"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.0/24", RouteType.Blackhole)]
    [InlineData("192.0.2.0/24", RouteType.Unreachable)]
    [InlineData("192.0.2.0/24", RouteType.Prohibit)]
    [InlineData("2001:db8::/32", RouteType.Blackhole)]
    [InlineData("2001:db8::/32", RouteType.Unreachable)]
    [InlineData("2001:db8::/32", RouteType.Prohibit)]
    public async Task A_refusal_is_written_and_replaced_by_a_way_out(string prefix, RouteType type)
    {
        Family family = Prefix.Parse(prefix).Family;
        RouteWrite add = Add(prefix, NextHops.None, type);
        await WriteAll(add);
        Assert.True((await Only(family)).Matches(add), (await Only(family)).ToString());

        RouteWrite replace = Route(RouteOperation.Replace, prefix, Via(family == Family.IPv4 ? "10.0.0.2" : "fd00::2"));
        await WriteAll(replace);
        Assert.True((await Only(family)).Matches(replace), (await Only(family)).ToString());

        await WriteAll(Route(RouteOperation.Replace, prefix, NextHops.None, type), Delete(prefix));
        Assert.Empty(await Dump(family));
    }

    [Theory]
    [InlineData("10.65.0.2/32")]
    [InlineData("fd00:65::2/128")]
    public async Task An_endpoints_route_has_an_interface_and_a_preferred_source(string prefix)
    {
        Family family = Prefix.Parse(prefix).Family;
        Address source = Address.Parse(family == Family.IPv4 ? "10.0.0.1" : "fd00::1");
        RouteWrite add = Add(prefix, NextHops.Of(new NextHop(null, Link))) with { PreferredSource = source };
        await WriteAll(add);
        KernelRoute route = await Only(family);
        Assert.True(route.Matches(add), route.ToString());
        Assert.Equal(family == Family.IPv4 ? 253 : 0, route.Scope);
    }

    [Theory]
    [InlineData("192.0.2.0/24", "203.0.113.1")]
    [InlineData("2001:db8::/32", "2001:db9::1")]
    public async Task An_onlink_gateway_needs_no_address_of_its_network(string prefix, string gateway)
    {
        RouteWrite add = Add(prefix, NextHops.Of(new NextHop(Address.Parse(gateway), Link, 1, OnLink: true)));
        RouteWrite without = Add(prefix, Via(gateway), metric: 51);
        List<RouteResult> failures = await Write(add, without);
        Assert.True((await Only(Prefix.Parse(prefix).Family)).Matches(add));
        RouteResult failure = Assert.Single(failures);
        Assert.Equal(1, failure.Index);
        Assert.True(failure.Errno is Errno.NetworkUnreachable or Errno.HostUnreachable, failure.ToString());
    }

    [Fact]
    public async Task IPv6_makes_1024_of_metric_0()
    {
        RouteWrite add = Add("2001:db8::/32", Via("fd00::2"), metric: 0);
        await WriteAll(add);
        Assert.Equal(1024u, (await Only(Family.IPv6)).Metric);
        Assert.True((await Only(Family.IPv6)).Matches(add));
        await WriteAll(Delete("2001:db8::/32", metric: 0));
        Assert.Empty(await Dump(Family.IPv6));
    }

    [Fact]
    public async Task A_delete_with_next_hops_removes_only_these()
    {
        await WriteAll(Add("192.0.2.0/24", Via("10.0.0.2")), Add("2001:db8::/32", Via("fd00::2", "fd00::3")));
        List<RouteResult> failures = await Write(
            Route(RouteOperation.Delete, "192.0.2.0/24", Via("10.0.0.3")),
            Route(RouteOperation.Delete, "2001:db8::/32", Via("fd00::3")));
        Assert.Equal([(0, Errno.NotFound)], failures.Select(f => (f.Index, f.Errno)));
        Assert.Equal(Via("10.0.0.2"), (await Only()).NextHops);
        Assert.Equal(Via("fd00::2"), (await Only(Family.IPv6)).NextHops);
    }

    /// <summary>IPv6 merges routes of one metric into one, whoever owns them; so a delete there should name its next hops.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_foreign_next_hop_beside_ours_survives_a_delete_only_when_ours_is_named(bool named)
    {
        await WriteAll(Add("2001:db8::/32", Via("fd00::2")));
        Space.Ip("-6 route append 2001:db8::/32 via fd00::3 metric 50 proto static");
        await WriteAll(Route(RouteOperation.Delete, "2001:db8::/32", named ? Via("fd00::2") : NextHops.None));
        string left = Space.Ip("-6 route show 2001:db8::/32");
        Assert.Equal(named, left.Contains("fd00::3", StringComparison.Ordinal));
        Assert.DoesNotContain("fd00::2", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_above_255_is_written_and_one_without_routes_is_empty()
    {
        await WriteAll(Route(RouteOperation.Add, "192.0.2.0/24", Via("10.0.0.2"), table: 100_000));
        Assert.Equal(100_000u, Assert.Single(await Dump(table: 100_000)).Table);
        Assert.Empty(await Dump());
        Assert.Empty(await Dump(table: 100_001));
        Assert.Empty(await Dump(Family.IPv6, table: 100_001));
    }

    [Fact]
    public async Task A_dump_shows_one_owner_or_all()
    {
        Space.Ip("route add 198.51.100.0/24 via 10.0.0.2 proto static");
        Space.Ip("-6 route add 2001:db8:1::/48 via fd00::2 proto static");
        await WriteAll(Add("192.0.2.0/24", Via("10.0.0.2")), Add("2001:db8::/48", Via("fd00::2")));

        Assert.Equal("192.0.2.0/24", (await Only()).Destination.ToString());
        Assert.Equal("2001:db8::/48", (await Only(Family.IPv6)).Destination.ToString());
        Assert.Contains(await Dump(protocol: 0), r => r.Destination.ToString() == "198.51.100.0/24" && r.Protocol == 4);
        Assert.Contains(await Dump(protocol: 0), r => r.Destination.ToString() == "10.0.0.0/24" && r.Protocol == 2);
        Assert.Contains(await Dump(Family.IPv6, protocol: 0), r => r.Destination.ToString() == "2001:db8:1::/48");
    }

    [Fact]
    public async Task The_refused_ones_among_ten_thousand_are_named_exactly()
    {
        NextHops via = Via("10.0.0.2"), unreachable = Via("203.0.113.1");
        RouteWrite[] writes = [.. Enumerable.Range(0, 10_000).Select(i => Add(Nth(i), i % 250 == 249 ? unreachable : via))];

        List<RouteResult> failures = await Write(writes);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (i * 250) + 249), failures.Select(f => f.Index));
        Assert.All(failures, f => Assert.Equal(Errno.NetworkUnreachable, f.Errno));
        Assert.All(failures, f => Assert.NotNull(f.Detail));
        Assert.Equal(9_960, (await Dump()).Count);
    }

    [Fact]
    public async Task A_batch_in_which_everything_is_refused_loses_no_answer()
    {
        RouteWrite[] writes = [.. Enumerable.Range(0, 2_000).Select(i => Add(Nth(i), Via("203.0.113.1")))];
        Assert.Equal(Enumerable.Range(0, 2_000), (await Write(writes)).Select(f => f.Index));
    }

    [Fact]
    public async Task The_widest_routes_fill_more_than_one_buffer()
    {
        NextHops wide = NextHops.Of([.. Enumerable.Range(2, 250).Select(i => new NextHop(Address.Parse($"10.0.0.{i}"), Link))]);
        await WriteAll([.. Enumerable.Range(0, 100).Select(i => Add(Nth(i), wide))]);
        Assert.All(await Dump(), r => Assert.Equal(wide, r.NextHops));
    }

    [Fact]
    public async Task A_dump_that_was_given_up_does_not_disturb_the_next()
    {
        await WriteAll([.. Enumerable.Range(0, 5_000).Select(i => Add(Nth(i), Via("10.0.0.2")))]);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Kernel.DumpAsync(Family.IPv4, Main, Ours, _ => throw new InvalidOperationException("enough"), Ct));
        Assert.Equal(5_000, (await Dump()).Count);
    }

    private static string Nth(int i) => $"20.{i >> 16}.{(i >> 8) & 255}.{i & 255}/32";
}
