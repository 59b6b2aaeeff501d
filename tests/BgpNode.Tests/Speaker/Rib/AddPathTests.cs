using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Export;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class AddPathTests
{
    private static readonly PeerPolicy All = new() { Export = ExportScope.All };
    private static readonly Prefix Net = Prefix.Parse("203.0.113.0/24");
    private static readonly Prefix Net6 = Prefix.Parse("2001:db8:77::/48");

    private readonly RibLoop _loop = new(new RibOptions(), new FakeTimeProvider(), NullLogger<RibLoop>.Instance);
    private readonly Neighbour _sender = new(1, new AsNumber(65001), All, addPaths: AddPathMode.Send);
    private readonly Neighbour _receiver = new(2, new AsNumber(65002), All, addPaths: AddPathMode.Receive);
    private readonly Neighbour _plain = new(3, new AsNumber(65003), All);

    [Fact, Rfc(7911, "3")]
    public void Paths_with_other_identifiers_stand_beside_each_other_and_one_with_the_same_takes_the_place()
    {
        Up(_sender, _receiver, _plain);
        Announce(Net, 0, length: 2);
        Announce(Net, 7, length: 3);
        Announce(Net6, uint.MaxValue, length: 2);
        Assert.Equal((2, 1), (Counters().Received, Counters(Family.IPv6).Received));
        Assert.Equal([3, 4], Lengths(Net));
        Assert.Equal(3, _plain.Has[Net].AsPath.Length);

        Announce(Net, 0, length: 4);
        Assert.Equal(2, Counters().Received);
        Assert.Equal([4, 5], Lengths(Net));
        Assert.Equal(4, _plain.Has[Net].AsPath.Length);
    }

    [Fact, Rfc(7911, "3")]
    public void Only_the_path_that_is_named_is_withdrawn_and_nothing_is_said_about_the_others()
    {
        Up(_sender, _receiver, _plain);
        foreach (uint id in new uint[] { 5, 6, 7 })
        {
            Announce(Net, id, length: (int)id);
        }

        Dictionary<uint, int> before = Identifiers();
        int messages = _receiver.MessageLengths.Count;
        Withdraw(Net, 6);
        Assert.Equal(messages + 1, _receiver.MessageLengths.Count);
        Assert.Equal(before.Where(path => path.Value != 7), Identifiers());
        Assert.Equal((1, 0), (Counters().WithdrawsReceived, _receiver.NeedlessWithdrawals));

        Withdraw(Net, 99);
        Assert.Equal((2, 2), (Counters().WithdrawsReceived, Counters().Received));
        Announce(Net, 8, length: 8);
        Assert.Equal([6, 8, 9], Lengths(Net));
        Assert.Equal(before.Where(path => path.Value != 7), Identifiers().Where(path => path.Value != 9));

        Withdraw(Net, 5);
        Assert.Equal(8, _plain.Has[Net].AsPath.Length);
        Withdraw(Net, 7);
        Withdraw(Net, 8);
        Assert.Empty(_receiver.Paths);
        Assert.Empty(_plain.Has);
        Assert.Equal(0, _loop.Tables[Family.IPv4].PrefixCount);
    }

    [Fact, Rfc(7911, "3")]
    public void A_path_that_changes_keeps_the_identifier_that_it_is_sent_with()
    {
        Up(_sender, _receiver);
        Announce(Net, 1, length: 2);
        Announce(Net, 2, length: 3);
        Dictionary<uint, int> before = Identifiers();
        int messages = _receiver.MessageLengths.Count;
        Announce(Net, 2, length: 1);
        Assert.Equal(messages + 1, _receiver.MessageLengths.Count);
        Assert.Equal(before.Keys, Identifiers().Keys);
        Assert.Equal([2, 3], Lengths(Net));
    }

    [Fact]
    public void All_paths_go_with_the_session()
    {
        Up(_sender, _receiver, _plain);
        for (uint id = 0; id < 5; id++)
        {
            Announce(Net, id, length: 2);
            Announce(Net6, id, length: 2);
        }

        _sender.Down(_loop);
        Settle();
        Assert.Empty(_receiver.Paths);
        Assert.Empty(_plain.Has);
        Assert.Equal((0, 0, 0), (_loop.Tables[Family.IPv4].PrefixCount, _loop.Tables[Family.IPv6].PrefixCount, _loop.Size(Family.IPv4).Paths));
        Assert.Equal(3, _loop.Tables[Family.IPv4].Sources.Count());

        _sender.Up(_loop);
        Announce(Net, 3, length: 2);
        Assert.Equal([3], Lengths(Net));
    }

    [Fact]
    public void More_paths_than_a_prefix_may_have_are_refused_and_counted_and_the_session_stays()
    {
        Up(_sender, _receiver);
        for (uint id = 0; id < PeerLanes.MaxPaths + 3; id++)
        {
            Announce(Net, id * 1_000_003, length: 2);
        }

        Assert.Equal((PeerLanes.MaxPaths, 3), (Counters().Received, Counters().PathsRefused));
        Assert.Equal(PathsExport.MaxPaths, _receiver.Paths.Count);
        Assert.Empty(_sender.Failures);
        Withdraw(Net, 0);
        Announce(Net, 64 * 1_000_003, length: 2);
        Assert.Equal((PeerLanes.MaxPaths, 3), (Counters().Received, Counters().PathsRefused));
    }

    [Fact]
    public void Of_more_paths_than_are_sent_the_best_ones_are()
    {
        var other = new Neighbour(5, new AsNumber(65001), All, addPaths: AddPathMode.Send);
        Up(_sender, _receiver, other);
        for (uint id = 0; id < 50; id++)
        {
            Announce(Net, id, length: 2 + (int)id);
            other.Send(Updates.Announce(PathOf(other, 2 + (int)id), true, id, Net));
        }

        Settle();
        Assert.Equal([.. Enumerable.Range(0, 100).Select(i => 3 + (i / 2)).Take(PathsExport.MaxPaths)], Lengths(Net));
    }

    [Fact, Rfc(4486, "4")]
    public void Paths_count_towards_the_limit_of_prefixes()
    {
        var limited = new Neighbour(7, new AsNumber(65007), new PeerPolicy { MaxPrefixes = 2 }, addPaths: AddPathMode.Send);
        Up(limited);
        for (uint id = 0; id < 3; id++)
        {
            Assert.Empty(limited.Failures);
            limited.Send(Updates.Announce(PathOf(limited, 2), true, id, Net));
            _loop.Turn();
        }

        Assert.Equal([ProtocolError.MaxPrefixesReached(Family.IPv4, 2)], limited.Failures);
    }

    [Fact]
    public void A_path_is_not_sent_back_to_its_neighbour_and_everything_else_is()
    {
        var both = new Neighbour(5, new AsNumber(65005), All, addPaths: AddPathMode.Both);
        var another = new Neighbour(7, new AsNumber(65007), All, addPaths: AddPathMode.Both);
        Up(both, another);
        both.Send(Updates.Announce(PathOf(both, 1), true, 1, Net), Updates.Announce(PathOf(both, 2), true, 2, Net));
        another.Send(Updates.Announce(PathOf(another, 3), true, 1, Net));
        Settle();
        Assert.Equal([4], both.Paths.Values.Select(path => path.AsPath.Length));
        Assert.Equal([2, 3], another.Paths.Values.Select(path => path.AsPath.Length).Order());
        Assert.Equal((1, 2), (both.Rib.Counters[Family.IPv4].Sent, another.Rib.Counters[Family.IPv4].Sent));
        Assert.Single(_loop.Groups.Groups);
    }

    [Fact]
    public async Task A_policy_of_import_judges_every_path_again()
    {
        Up(_sender, _receiver);
        Announce(Net, 1, length: 2);
        Announce(Net, 2, length: 3);
        await _sender.Rib.PolicyChangedAsync(All with { ImportNone = true }, default);
        Settle();
        Assert.Empty(_receiver.Paths);
        Assert.Equal((0, 2), (Counters().Accepted, Counters().Filtered));
        await _sender.Rib.PolicyChangedAsync(All, default);
        Settle();
        Assert.Equal([3, 4], Lengths(Net));
    }

    [Fact]
    public async Task A_refresh_tells_every_path_again_and_a_change_of_what_is_sent_too()
    {
        Up(_sender, _receiver);
        Announce(Net, 1, length: 2);
        Announce(Net, 2, length: 3);
        _receiver.Paths.Clear();
        await _receiver.Rib.RefreshRequestedAsync(Family.IPv4, RouteRefreshMessage.Request, default);
        Settle();
        Assert.Equal([3, 4], Lengths(Net));

        await _receiver.Rib.PolicyChangedAsync(All with { NextHopMode = NextHopMode.Keep }, default);
        Settle();
        Assert.All(_receiver.Paths.Values, path => Assert.Equal(_sender.Address, path.NextHop));
        await _receiver.Rib.PolicyChangedAsync(new PeerPolicy(), default);
        Settle();
        Assert.Empty(_receiver.Paths);
    }

    [Fact]
    public async Task Identifiers_can_be_asked_for_of_what_came_of_what_was_sent_and_in_an_explanation()
    {
        Up(_sender, _receiver);
        Announce(Net, 9, length: 3);
        Announce(Net, 4, length: 2);
        _sender.Send(Updates.Announce(PathOf(_sender, 2) with { AsPath = AsPath.Of(new AsNumber(65001), Neighbour.LocalAs) }, true, 5, Net));
        Settle();

        Task<RibExplanation?> asked = _loop.ExplainAsync(Net, exactly: true);
        Task<IReadOnlyList<RibRoute>?> received = Ask(RibRouteSet.Received, _sender);
        Task<IReadOnlyList<RibRoute>?> sent = Ask(RibRouteSet.Sent, _receiver);
        Task<IReadOnlyList<RibRoute>?> best = Ask(RibRouteSet.Best, null);
        _loop.Turn();
        RibExplanation explained = (await asked)!;
        Assert.Equal([(4u, "shorter AS path"), (9u, "longer AS path")], explained.Candidates.Select(path => (path.PathId!.Value, path.Reason!)));
        Assert.Equal([5u], explained.Refused.Select(path => path.PathId!.Value));
        Assert.Equal([(_sender.Name, false, 0), (_receiver.Name, true, 2)], explained.Neighbours.Select(e => (e.Peer, e.Sent, e.Paths)));
        Assert.Equal([(9u, false), (4u, true), (5u, false)], (await received)!.Select(route => (route.PathId!.Value, route.Best)));
        Assert.Equal(_receiver.Paths.ToDictionary(path => path.Key.Id, path => path.Value.AsPath), (await sent)!.ToDictionary(route => route.PathId!.Value, route => route.Attributes.AsPath));
        Assert.Equal([4u], (await best)!.Select(route => route.PathId!.Value));
    }

    [Fact]
    public async Task Equal_paths_of_one_neighbour_are_told_apart_by_their_identifiers()
    {
        Up(_sender);
        Announce(Net, 9, length: 2);
        Announce(Net, 4, length: 2);
        Task<RibExplanation?> asked = _loop.ExplainAsync(Net, exactly: true);
        _loop.Turn();
        Assert.Equal([(4u, "lower path id"), (9u, "higher path id")], (await asked)!.Candidates.Select(path => (path.PathId!.Value, path.Reason!)));
    }

    [Theory, Rfc(8654, "4")]
    [InlineData(false, 4096)]
    [InlineData(true, 65535)]
    public void Messages_with_identifiers_are_filled_up_to_the_length_agreed_on(bool extended, int limit)
    {
        var receiver = new Neighbour(9, new AsNumber(65009), All, extended: extended, addPaths: AddPathMode.Receive);
        Up(_plain);
        Prefix[] prefixes = [.. Enumerable.Range(0, 40_000).Select(i => new Prefix(Address.V4((uint)i << 8 | 0x10000000), 24))];
        foreach (Prefix[] some in prefixes.Chunk(900))
        {
            _plain.Send(Updates.Announce(PathOf(_plain, 1), true, some));
            _loop.Turn();
        }

        Up(receiver);
        Assert.Equal(prefixes.Order(), receiver.Paths.Keys.Select(path => path.Prefix).Order());
        Assert.InRange(receiver.MessageLengths.Max(), limit - 8, limit);
        Assert.Equal([Family.IPv4, Family.IPv6], receiver.EndsOfRib.Order());
    }

    private readonly List<Neighbour> _up = [];

    private void Up(params Neighbour[] neighbours)
    {
        foreach (Neighbour neighbour in neighbours)
        {
            neighbour.Up(_loop);
            _up.Add(neighbour);
        }

        Settle();
    }

    private void Announce(Prefix prefix, uint id, int length)
    {
        PathAttributes path = PathOf(_sender, length) with { Family = prefix.Family };
        _sender.Send(Updates.Announce(prefix.Family == Family.IPv4 ? path : path with { NextHop = Address.Parse("2001:db8::1") }, true, id, prefix));
        Settle();
    }

    private void Withdraw(Prefix prefix, uint id)
    {
        _sender.Send(Updates.Withdraw(prefix.Family, id, prefix));
        Settle();
    }

    private FamilyCounters Counters(Family family = Family.IPv4) => _sender.Rib.Counters[family];

    private IEnumerable<int> Lengths(Prefix prefix) => _receiver.Paths.Where(path => path.Key.Prefix == prefix).Select(path => path.Value.AsPath.Length).Order();

    private Dictionary<uint, int> Identifiers() => _receiver.Paths.OrderBy(path => path.Key.Id).ToDictionary(path => path.Key.Id, path => path.Value.AsPath.Length);

    private Task<IReadOnlyList<RibRoute>?> Ask(RibRouteSet set, Neighbour? peer) =>
        _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = set, Peer = peer?.Name });

    private static PathAttributes PathOf(Neighbour from, int length) => new()
    {
        Family = Family.IPv4,
        AsPath = AsPath.Empty.Prepend(new AsNumber(65100), length - 1).Prepend(from.Agreement.PeerAs),
        NextHop = from.Address,
    };

    private void Settle()
    {
        bool more = true;
        for (int turns = 0; more; turns++)
        {
            Assert.True(turns < 10_000, "the loop always has more to do");
            more = _loop.Turn();
            foreach (Neighbour neighbour in _up)
            {
                more |= neighbour.Read();
            }
        }
    }
}
