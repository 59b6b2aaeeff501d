using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Routing.Rib;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class RibLoopTests
{
    private static readonly Prefix Pod = Prefix.Parse("10.65.0.2/32");
    private static readonly LocalRoute Workload = new() { Kind = RouteKind.Workload, Interface = "cali1" };
    private static readonly PeerPolicy All = new() { Export = ExportScope.All };

    private readonly RibLoop _loop = new(new RibOptions(), new FakeTimeProvider(), NullLogger<RibLoop>.Instance);
    private readonly FakeFib _fib = new();
    private readonly Neighbour _tor = new(1, new AsNumber(65001), new PeerPolicy());
    private readonly Neighbour _upstream = new(3, new AsNumber(65003), All);

    [Fact]
    public async Task A_workload_is_announced_only_after_the_kernel_has_it()
    {
        await _loop.AttachAsync(_fib);
        _tor.Up(_loop);
        await _loop.LocalAsync([new LocalChange(Pod, Workload)]);
        Settle(_tor);
        Assert.Equal("cali1", _fib.Has[Pod].Interface);
        Assert.Empty(_tor.Has);

        await _loop.AcknowledgedAsync([Pod]);
        Settle(_tor);
        Assert.Equal("64512", _tor.Has[Pod].AsPath.ToString());
        Assert.Equal(Neighbour.Self(Family.IPv4), _tor.Has[Pod].NextHop);
    }

    [Fact]
    public async Task A_workload_is_withdrawn_from_neighbours_before_the_kernel_hears_of_it()
    {
        await A_workload_is_announced_only_after_the_kernel_has_it();
        _fib.Seen = entry =>
        {
            Assert.Null(entry.Path);
            _tor.Read();
            Assert.Empty(_tor.Has);
        };
        await _loop.LocalAsync([new LocalChange(Pod, null)]);
        Settle(_tor);
        Assert.Empty(_fib.Has);
    }

    [Fact]
    public async Task Only_routes_of_this_node_are_offered_when_learned_ones_are_not_for_the_kernel()
    {
        var loop = new RibLoop(new RibOptions { ForwardLearned = false }, new FakeTimeProvider(), NullLogger<RibLoop>.Instance);
        await loop.AttachAsync(_fib);
        _upstream.Up(loop);
        await loop.LocalAsync([new LocalChange(Pod, Workload)]);
        _upstream.Send(Updates.Announce(PathOf(_upstream, 1), true, Prefix.Parse("203.0.113.0/24"), Pod));
        while (loop.Turn())
        {
        }

        Assert.Equal([Pod], _fib.Has.Keys);
        await loop.LocalAsync([new LocalChange(Pod, null)]);
        while (loop.Turn())
        {
        }

        Assert.Empty(_fib.Has);
        Assert.Equal(2, _upstream.Rib.Counters[Family.IPv4].Accepted);
    }

    [Fact]
    public void A_route_is_not_sent_back_to_where_it_came_from_and_goes_when_the_better_one_is_its_own()
    {
        var other = new Neighbour(5, new AsNumber(65005), All);
        _upstream.Up(_loop);
        other.Up(_loop);
        Announce(_upstream, 2, "203.0.113.0/24");
        Settle(other, _upstream);
        Assert.Equal(["203.0.113.0/24"], other.Has.Keys.Select(p => p.ToString()));
        Assert.Empty(_upstream.Has);

        Announce(other, 1, "203.0.113.0/24");
        Settle(other, _upstream);
        Assert.Empty(other.Has);
        Assert.Equal(["203.0.113.0/24"], _upstream.Has.Keys.Select(p => p.ToString()));
        Assert.Equal(0, other.NeedlessWithdrawals + _upstream.NeedlessWithdrawals);
        Assert.Single(_loop.Groups.Groups);
    }

    [Theory, Rfc(8654, "4"), Rfc(4271, "4.3")]
    [InlineData(false, 4096)]
    [InlineData(true, 65535)]
    public void Messages_are_filled_up_to_the_length_agreed_on(bool extended, int limit)
    {
        var receiver = new Neighbour(7, new AsNumber(65007), All, extended: extended);
        _upstream.Up(_loop);
        Prefix[] prefixes = [.. Enumerable.Range(0, 60_000).Select(i => new Prefix(Address.V4((uint)i << 8 | 0x10000000), 24))];
        foreach (Prefix[] some in prefixes.Chunk(900))
        {
            _upstream.Send(Updates.Announce(PathOf(_upstream, 1), true, some));
            _loop.Turn();
        }

        receiver.Up(_loop);
        Settle(receiver);
        Assert.Equal(prefixes.Order(), receiver.Has.Keys.Order());
        Assert.InRange(receiver.MessageLengths.Max(), limit - 4, limit);
        Assert.InRange(receiver.MessageLengths.Count, 60_000 * 4 / limit, (60_000 * 4 / limit) + 10);
        Assert.Equal([Family.IPv4, Family.IPv6], receiver.EndsOfRib.Order());
    }

    [Fact, Rfc(4486, "4")]
    public void Too_many_prefixes_end_the_session_with_the_limit()
    {
        var peer = new Neighbour(1, new AsNumber(65001), new PeerPolicy { MaxPrefixes = 2 });
        peer.Up(_loop);
        peer.Send(Updates.Announce(PathOf(peer, 1), true, Prefix.Parse("10.0.0.0/24"), Prefix.Parse("10.0.1.0/24")));
        _loop.Turn();
        Assert.Empty(peer.Failures);
        peer.Send(Updates.Announce(PathOf(peer, 1), true, Prefix.Parse("10.0.2.0/24")));
        _loop.Turn();
        Assert.Equal([ProtocolError.MaxPrefixesReached(Family.IPv4, 2)], peer.Failures);
    }

    [Fact, Rfc(7606, "2")]
    public void Routes_with_a_malformed_attribute_are_withdrawn_and_the_session_stays()
    {
        _upstream.Up(_loop);
        Announce(_upstream, 1, "203.0.113.0/24");
        byte[] message = Updates.Announce(PathOf(_upstream, 1) with { Origin = (Origin)9 }, true, Prefix.Parse("203.0.113.0/24"));
        _upstream.Send(message);
        _loop.Turn();
        Assert.Empty(_upstream.Failures);
        Assert.Equal((0, 1), (_upstream.Rib.Counters[Family.IPv4].Received, _upstream.Rib.Counters.TreatedAsWithdraw));
    }

    [Fact, Rfc(7313, "4")]
    public async Task A_refresh_is_answered_between_marks_when_the_peer_knows_them()
    {
        var peer = new Neighbour(2, new AsNumber(65002), All);
        peer.Up(_loop);
        _upstream.Up(_loop);
        Announce(_upstream, 1, "203.0.113.0/24");
        Settle(peer);
        peer.Has.Clear();
        await peer.Rib.RefreshRequestedAsync(Family.IPv4, RouteRefreshMessage.Request, CancellationToken.None);
        Settle(peer);
        Assert.Single(peer.Has);
        Assert.Equal([RouteRefreshMessage.Begin, RouteRefreshMessage.End], peer.Marks);
    }

    [Fact]
    public void A_member_that_does_not_read_splits_off_and_costs_a_bounded_backlog()
    {
        var slow = new Neighbour(7, new AsNumber(65007), All);
        var fast = new Neighbour(9, new AsNumber(65009), All);
        slow.Up(_loop);
        fast.Up(_loop);
        _upstream.Up(_loop);
        for (uint set = 0; set < 60_000; set++)
        {
            PathAttributes path = PathOf(_upstream, 1) with { Communities = [.. Enumerable.Range(0, 40).Select(i => (set << 8) | (uint)i)] };
            _upstream.Send(Updates.Announce(path, true, new Prefix(Address.V4(set << 8), 24)));
            if (set % 50 == 0)
            {
                Settle(fast, _upstream);
            }
        }

        Settle(fast, _upstream);
        Assert.Equal(60_000, fast.Has.Count);
        Assert.Equal(2, _loop.Groups.Groups.Count);
        Settle(slow, fast, _upstream);
        Assert.Equal(60_000, slow.Has.Count);
        Assert.Single(_loop.Groups.Groups);
    }

    [Fact]
    public async Task Everything_about_a_prefix_can_be_asked()
    {
        _upstream.Up(_loop);
        _tor.Up(_loop);
        Announce(_upstream, 2, "203.0.113.0/24");
        Announce(_tor, 1, "203.0.113.0/24");
        _upstream.Send(Updates.Announce(PathOf(_upstream, 1) with { AsPath = AsPath.Of(new AsNumber(65003), Neighbour.LocalAs) }, true, Prefix.Parse("198.51.100.0/24")));
        Settle(_upstream, _tor);

        Task<RibExplanation?> asked = _loop.ExplainAsync(Prefix.Host(Address.Parse("203.0.113.9")), exactly: false);
        Task<IReadOnlyList<RibRoute>?> received = _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = RibRouteSet.Received, Peer = _upstream.Name });
        Task<IReadOnlyList<RibRoute>?> sent = _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = RibRouteSet.Sent, Peer = _upstream.Name });
        _loop.Turn();
        RibExplanation explained = (await asked)!;
        Assert.Equal([(_tor.Name, true, "shorter AS path"), (_upstream.Name, false, "longer AS path")], explained.Candidates.Select(p => (p.Peer, p.Best, p.Reason!)));
        Assert.Equal([(_upstream.Name, null), (_tor.Name, "it came from there")], explained.Neighbours.Select(e => (e.Peer, e.Reason)));
        Assert.Equal(
            ["198.51.100.0/24 refused: our own AS is in its path", "203.0.113.0/24 "], (await received)!.Select(r => $"{r.Prefix} {r.Reason}"));
        RibRoute only = Assert.Single((await sent)!);
        Assert.Equal(("203.0.113.0/24", "64512 65001"), (only.Prefix.ToString(), only.Attributes.AsPath.ToString()));
    }

    private void Announce(Neighbour from, int length, string prefix)
    {
        from.Send(Updates.Announce(PathOf(from, length), true, Prefix.Parse(prefix)));
        _loop.Turn();
    }

    private static PathAttributes PathOf(Neighbour from, int length) => new()
    {
        Family = Family.IPv4,
        AsPath = AsPath.Empty.Prepend(new AsNumber(65100), length - 1).Prepend(from.Agreement.PeerAs),
        NextHop = from.Address,
    };

    private void Settle(params Neighbour[] readers)
    {
        bool more = true;
        for (int turns = 0; more; turns++)
        {
            Assert.True(turns < 10_000, "the loop always has more to do");
            more = _loop.Turn();
            foreach (Neighbour neighbour in readers)
            {
                more |= neighbour.Read();
            }
        }
    }
}
