using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class RouteRefreshTests
{
    private const byte Request = RouteRefreshMessage.Request, Begin = RouteRefreshMessage.Begin, End = RouteRefreshMessage.End;

    private static readonly PeerPolicy All = new() { Export = ExportScope.All };
    private static readonly Prefix One = Prefix.Parse("203.0.113.0/24"), Two = Prefix.Parse("198.51.100.0/24");

    private readonly FakeTimeProvider _clock = new();
    private readonly RibLoop _loop;
    private readonly Neighbour _modern = new(2, new AsNumber(65002), All);
    private readonly Neighbour _old = new(3, new AsNumber(65003), All);

    public RouteRefreshTests()
    {
        _loop = new RibLoop(new RibOptions(), _clock, NullLogger<RibLoop>.Instance);
        _modern.Up(_loop);
        _old.Up(_loop);
        Announce(_modern, One, Two);
    }

    [Fact, Rfc(7313, "4")]
    public async Task What_is_not_told_again_between_the_marks_goes_at_the_end_and_not_before()
    {
        await TellAsync(_modern, Begin);
        Announce(_modern, Two);
        Assert.Equal(2, _old.Has.Count);
        await TellAsync(_modern, End);
        Assert.Equal([Two], _old.Has.Keys);
        Assert.Empty(_modern.Failures);
    }

    [Fact, Rfc(7313, "4")]
    public async Task The_other_family_is_not_touched()
    {
        await TellAsync(_modern, Begin, Family.IPv6);
        await TellAsync(_modern, End, Family.IPv6);
        Assert.Equal(2, _old.Has.Count);
    }

    [Fact, Rfc(7313, "4")]
    public async Task A_refresh_that_does_not_end_ends_by_itself()
    {
        await TellAsync(_modern, Begin);
        Announce(_modern, Two);
        _clock.Advance(RibPeer.LongestRefresh - TimeSpan.FromSeconds(1));
        Settle();
        Assert.Equal(2, _old.Has.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Settle();
        Assert.Equal([Two], _old.Has.Keys);
        await TellAsync(_modern, End);
        Assert.Equal([Two], _old.Has.Keys);
    }

    [Fact, Rfc(7313, "4")]
    public async Task A_beginning_while_a_refresh_is_under_way_begins_it_anew()
    {
        await TellAsync(_modern, Begin);
        Announce(_modern, One);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await TellAsync(_modern, Begin);
        Announce(_modern, Two);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Settle();
        Assert.Equal(2, _old.Has.Count);
        await TellAsync(_modern, End);
        Assert.Equal([Two], _old.Has.Keys);
    }

    [Fact]
    public async Task A_route_that_came_anew_after_its_prefix_was_forgotten_stays()
    {
        await TellAsync(_modern, Begin);
        _modern.Send(Updates.Withdraw(Family.IPv4, One, Two));
        Settle();
        Announce(_modern, Two, One);
        await TellAsync(_modern, End);
        Assert.Equal(2, _old.Has.Count);
    }

    [Fact, Rfc(7313, "5")]
    public async Task An_end_without_a_beginning_and_subtypes_that_nobody_knows_do_nothing()
    {
        await TellAsync(_modern, End);
        await TellAsync(_modern, 3);
        await TellAsync(_modern, 255);
        Assert.Equal(2, _old.Has.Count);
        Assert.Empty(_modern.Marks);
        Assert.Empty(_modern.Failures);
    }

    [Fact, Rfc(2918, "3")]
    public async Task Who_does_not_know_the_marks_asks_with_whatever_is_in_the_reserved_octet_and_is_sent_none()
    {
        _old.Has.Clear();
        await TellAsync(_old, Begin);
        Assert.Equal(2, _old.Has.Count);
        Assert.Empty(_old.Marks);
    }

    [Fact]
    public async Task A_session_that_ends_during_a_refresh_leaves_nothing_behind()
    {
        await TellAsync(_modern, Begin);
        _modern.Down(_loop);
        _clock.Advance(RibPeer.LongestRefresh * 2);
        Settle();
        Assert.Empty(_old.Has);
        Assert.Equal(0, _loop.Tables[Family.IPv4].PrefixCount);
    }

    [Fact, Rfc(7313, "4"), Rfc(4724, "2")]
    public async Task A_refresh_asked_for_in_the_initial_table_is_answered_after_its_end()
    {
        Announce(_modern, [.. Enumerable.Range(0, 40_000).Select(i => new Prefix(Address.V4((uint)i << 8 | 0x10000000), 24))]);
        var late = new Neighbour(4, new AsNumber(65004), All);
        late.Up(_loop);
        await late.Rib.RefreshRequestedAsync(Family.IPv4, Request, default);
        Settle(late);
        Assert.Equal((40_002, 1), (late.Has.Count, late.EndsOfRib.Count(family => family == Family.IPv4)));
        Assert.Equal([Begin, End], late.Marks);
        Assert.True(late.MessageLengths.Sum() > 2 * 40_000 * 4, "told twice");
    }

    [Fact, Rfc(2918, "4")]
    public async Task A_plain_refresh_asked_for_in_the_initial_table_begins_it_anew_and_it_has_one_end()
    {
        Announce(_modern, [.. Enumerable.Range(0, 40_000).Select(i => new Prefix(Address.V4((uint)i << 8 | 0x10000000), 24))]);
        var late = new Neighbour(5, new AsNumber(65005), All);
        late.Up(_loop);
        late.Read();
        late.Has.Clear();
        await late.Rib.RefreshRequestedAsync(Family.IPv4, Request, default);
        Settle(late);
        Assert.Equal((40_002, 1), (late.Has.Count, late.EndsOfRib.Count(family => family == Family.IPv4)));
        Assert.Empty(late.Marks);
    }

    [Fact, Rfc(7313, "4")]
    public async Task Who_asks_twice_before_the_answer_ends_has_one_answer()
    {
        ValueTask first = _modern.Rib.RefreshRequestedAsync(Family.IPv4, Request, default);
        ValueTask second = _modern.Rib.RefreshRequestedAsync(Family.IPv4, Request, default);
        Settle();
        await first;
        await second;
        Assert.Equal([Begin, End], _modern.Marks);
    }

    private async Task TellAsync(Neighbour from, byte subtype, Family family = Family.IPv4)
    {
        await from.Rib.RefreshRequestedAsync(family, subtype, default);
        Settle();
    }

    private void Announce(Neighbour from, params Prefix[] prefixes)
    {
        var path = new PathAttributes { Family = Family.IPv4, AsPath = AsPath.Of(from.Agreement.PeerAs), NextHop = from.Address };
        foreach (Prefix[] some in prefixes.Chunk(900))
        {
            from.Send(Updates.Announce(path, true, some));
            _loop.Turn();
        }

        Settle();
    }

    private void Settle(params Neighbour[] more)
    {
        bool busy = true;
        for (int turns = 0; busy; turns++)
        {
            Assert.True(turns < 10_000, "the loop always has more to do");
            busy = _loop.Turn();
            foreach (Neighbour neighbour in more.Append(_modern).Append(_old))
            {
                busy |= neighbour.Rib.Output is not null && neighbour.Read();
            }
        }
    }
}
