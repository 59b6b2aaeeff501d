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

/// <summary>What well-known communities and roles do to a route on its way from one neighbour to the other.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class RouteRuleTests
{
    private static readonly Prefix Net = Prefix.Parse("203.0.113.0/24");
    private static readonly Prefix Host = Prefix.Parse("203.0.113.7/32");
    private static readonly PeerPolicy All = new() { Export = ExportScope.All };

    private readonly RibLoop _loop = new(new RibOptions(), new FakeTimeProvider(), NullLogger<RibLoop>.Instance);
    private readonly List<Neighbour> _up = [];

    [Theory, Rfc(9234, "5")]
    [InlineData(BgpRole.Provider, 64999u, true)]
    [InlineData(BgpRole.RouteServer, 65001u, true)]
    [InlineData(BgpRole.Peer, 64999u, true)]
    [InlineData(BgpRole.Peer, 65001u, false)]
    [InlineData(BgpRole.Customer, 64999u, false)]
    [InlineData(BgpRole.RouteServerClient, 64999u, false)]
    public async Task A_route_for_customers_that_comes_back_up_is_a_leak(BgpRole ours, uint onlyToCustomer, bool leak)
    {
        Neighbour from = Up(1, ours);
        Send(from, PathOf(from) with { OnlyToCustomer = onlyToCustomer });
        RibRoute route = (await Ask(RibRouteSet.Received, from))!;
        Assert.Equal(leak ? "refused: a route leak, it was given to customers only (RFC 9234)" : null, route.Reason);
        Assert.Equal(onlyToCustomer, route.Attributes.OnlyToCustomer);
    }

    [Theory, Rfc(9234, "5")]
    [InlineData(BgpRole.Customer, BgpRole.Customer, false)] // from one provider to the other
    [InlineData(BgpRole.Peer, BgpRole.Customer, false)]
    [InlineData(BgpRole.Peer, BgpRole.Peer, false)]
    [InlineData(BgpRole.RouteServerClient, BgpRole.RouteServerClient, false)]
    [InlineData(BgpRole.Customer, BgpRole.Provider, true)]
    [InlineData(BgpRole.Customer, BgpRole.RouteServer, true)]
    [InlineData(BgpRole.Customer, null, true)]
    [InlineData(BgpRole.Provider, BgpRole.Customer, true)] // from a customer anywhere
    public async Task Routes_from_above_and_beside_go_down_only(BgpRole from, BgpRole? to, bool goes)
    {
        Neighbour source = Up(1, from);
        Neighbour receiver = Up(3, to);
        Send(source, PathOf(source));
        Assert.Equal(goes, receiver.Has.ContainsKey(Net));
        if (!goes)
        {
            Assert.Equal("it is for customers only, and the neighbour is none (RFC 9234)", await WhyNot(receiver));
        }
        else
        {
            uint? marked = from == BgpRole.Provider ? null : 65001; // theirs when they are above us, ours towards who is below
            Assert.Equal(marked ?? (to is BgpRole.Provider or BgpRole.Peer or BgpRole.RouteServer ? 64512 : null), receiver.Has[Net].OnlyToCustomer);
        }
    }

    [Theory, Rfc(9234, "5")]
    [InlineData(BgpRole.Provider, 64512u)]
    [InlineData(BgpRole.Peer, 64512u)]
    [InlineData(BgpRole.RouteServer, 64512u)]
    [InlineData(BgpRole.Customer, null)]
    [InlineData(null, null)]
    public async Task Own_routes_are_marked_towards_those_below_and_beside(BgpRole? to, uint? expected)
    {
        Neighbour receiver = Up(3, to);
        await _loop.LocalAsync([new LocalChange(Net, new LocalRoute { Kind = RouteKind.AnnounceOnly })]);
        Settle();
        Assert.Equal(expected, receiver.Has[Net].OnlyToCustomer);
        Assert.Equal(expected, (await Ask(RibRouteSet.Sent, receiver))!.Attributes.OnlyToCustomer);
    }

    [Theory, Rfc(1997, "well-known")]
    [InlineData(0xffff_ff01, 3, false)]
    [InlineData(0xffff_ff02, 3, false)]
    [InlineData(0xffff_ff03, 3, false)]
    [InlineData(0xffff_ff01, 4, true)]
    [InlineData(0xffff_ff02, 4, false)]
    [InlineData(0xffff_ff03, 4, true)]
    public void A_well_known_community_keeps_a_route_where_it_belongs(uint community, int to, bool goes)
    {
        Neighbour source = Up(1);
        Neighbour receiver = to == 4 ? UpInternal(4) : Up(to);
        Send(source, PathOf(source) with { Communities = [community] });
        Assert.Equal(goes, receiver.Has.ContainsKey(Net));
    }

    [Fact]
    public async Task A_rule_that_takes_NO_EXPORT_away_lets_the_route_go()
    {
        Neighbour source = Up(1);
        Neighbour receiver = Up(3);
        Send(source, PathOf(source) with { Communities = [Community.NoExport.Value, Community.GracefulShutdown.Value] });
        Assert.Equal("community no-export", await WhyNot(receiver));

        var remove = new BgpFilterOperation.RemoveCommunity(new CommunityValue(false, 0xffff, 0xff01, 0));
        await receiver.Rib.PolicyChangedAsync(All with { ExportFilter = Accepting(remove) }, default);
        Settle();
        Assert.Equal([Community.GracefulShutdown.Value], receiver.Has[Net].Communities);

        await receiver.Rib.PolicyChangedAsync(All with { ExportFilter = Accepting(new BgpFilterOperation.SetMed(3)) }, default);
        Settle();
        Assert.Empty(receiver.Has);
        Assert.Equal("community no-export", await WhyNot(receiver));

        await source.Rib.PolicyChangedAsync(All with { ImportFilter = Accepting(remove) }, default);
        Settle();
        Assert.Equal(3u, receiver.Has[Net].Med);
    }

    [Fact]
    public async Task An_import_rule_that_adds_NO_EXPORT_keeps_the_route_in_the_AS()
    {
        Neighbour source = Up(1);
        Neighbour receiver = Up(3);
        Send(source, PathOf(source));
        Assert.NotEmpty(receiver.Has);
        await source.Rib.PolicyChangedAsync(All with { ImportFilter = Accepting(new BgpFilterOperation.AddCommunity(new CommunityValue(false, 0xffff, 0xff01, 0))) }, default);
        Settle();
        Assert.Empty(receiver.Has);
    }

    [Fact, Rfc(8326, "4")]
    public async Task A_neighbour_about_to_go_loses_its_routes_to_others_and_a_preference_does_not_save_it()
    {
        Neighbour going = Up(1);
        Neighbour other = Up(3);
        Send(going, PathOf(going));
        Send(other, PathOf(other) with { AsPath = AsPath.Empty.Prepend(other.Agreement.PeerAs, 3) });
        Assert.Equal(going.Name, (await Ask(RibRouteSet.Best, null))!.Peer);
        Send(going, PathOf(going) with { Communities = [Community.GracefulShutdown.Value] });
        Assert.Equal(other.Name, (await Ask(RibRouteSet.Best, null))!.Peer);

        await going.Rib.PolicyChangedAsync(All with { ImportFilter = Accepting(new BgpFilterOperation.SetLocalPreference(300)) }, default);
        Settle();
        Assert.Equal(other.Name, (await Ask(RibRouteSet.Best, null))!.Peer);
        Send(going, PathOf(going));
        Assert.Equal(going.Name, (await Ask(RibRouteSet.Best, null))!.Peer);
    }

    [Fact, Rfc(7999, "3.3")]
    public async Task A_blackhole_is_dropped_here_only_where_that_is_configured_and_only_as_a_host()
    {
        var fib = new FakeFib();
        await _loop.AttachAsync(fib);
        Neighbour source = Up(1);
        Neighbour outside = Up(3);
        PathAttributes hole = PathOf(source) with { Communities = [Community.Blackhole.Value] };
        source.Send(Updates.Announce(hole, true, Net, Host));
        Settle();
        Assert.Equal([FibPathKind.Via, FibPathKind.Via], [fib.Has[Net].Kind, fib.Has[Host].Kind]);
        Assert.Empty(outside.Has);

        await source.Rib.PolicyChangedAsync(All with { InstallBlackholes = true }, default);
        Settle();
        Assert.Equal([FibPathKind.Via, FibPathKind.Blackhole], [fib.Has[Net].Kind, fib.Has[Host].Kind]);
        Assert.Equal([source.Name], fib.Has[Host].Sources);

        await source.Rib.PolicyChangedAsync(All, default);
        Settle();
        Assert.Equal(FibPathKind.Via, fib.Has[Host].Kind);
    }

    [Fact, Rfc(7999, "3.1")]
    public async Task An_own_blackhole_goes_to_external_neighbours()
    {
        Neighbour receiver = Up(3);
        await _loop.LocalAsync([new LocalChange(Host, new LocalRoute { Kind = RouteKind.AnnounceOnly, Communities = [Community.Blackhole.Value] })]);
        Settle();
        Assert.Equal<ImmutableArray<uint>>([Community.Blackhole.Value], receiver.Has[Host].Communities);
    }

    private static IFilter Accepting(params BgpFilterOperation[] operations) =>
        Filter(new BgpFilterRule { Action = FilterAction.Accept, Operations = [.. operations] });

    private static PathAttributes PathOf(Neighbour from) =>
        new() { Family = Family.IPv4, AsPath = AsPath.Of(from.Agreement.PeerAs), NextHop = from.Address };

    private Neighbour Up(int number, BgpRole? role = null) => Up(new Neighbour(number, new AsNumber(65000u + (uint)number), All, role: role));

    private Neighbour UpInternal(int number) => Up(new Neighbour(number, Neighbour.LocalAs, All));

    private Neighbour Up(Neighbour neighbour)
    {
        neighbour.Up(_loop);
        _up.Add(neighbour);
        Settle();
        return neighbour;
    }

    private void Send(Neighbour from, PathAttributes path)
    {
        from.Send(Updates.Announce(path, true, Net));
        Settle();
        Assert.Empty(from.Failures);
    }

    private async Task<string?> WhyNot(Neighbour receiver)
    {
        Task<RibExplanation?> asked = _loop.ExplainAsync(Net, exactly: true);
        _loop.Turn();
        return (await asked)!.Neighbours.Single(export => export.Peer == receiver.Name).Reason;
    }

    private async Task<RibRoute?> Ask(RibRouteSet set, Neighbour? peer)
    {
        Task<IReadOnlyList<RibRoute>?> asked = _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = set, Peer = peer?.Name });
        _loop.Turn();
        return (await asked)!.SingleOrDefault();
    }

    private void Settle()
    {
        bool more = true;
        for (int turns = 0; more; turns++)
        {
            Assert.True(turns < 1000, "the loop always has more to do");
            more = _loop.Turn();
            foreach (Neighbour neighbour in _up)
            {
                more |= neighbour.Read();
            }
        }
    }
}
