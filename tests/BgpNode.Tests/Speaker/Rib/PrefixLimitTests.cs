using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

/// <summary>A neighbour that sends more prefixes than it may.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class PrefixLimitTests
{
    private readonly RibLoop _loop = new(new RibOptions(), new FakeTimeProvider(), NullLogger<RibLoop>.Instance);

    [Fact]
    public void With_Warn_everything_is_used_and_the_session_stays()
    {
        Neighbour peer = Up(new PeerPolicy { MaxPrefixes = 4, OverLimit = PrefixLimitAction.Warn });
        Announce(peer, 0, 2);
        Assert.Equal((2, 0, PrefixLevel.Normal), Counts(peer));
        Announce(peer, 2, 1);
        Assert.Equal((3, 0, PrefixLevel.Warning), Counts(peer));
        Announce(peer, 3, 7);
        Assert.Equal((10, 0, PrefixLevel.Over), Counts(peer));
        Withdraw(peer, 0, 10);
        Assert.Equal((0, 0, PrefixLevel.Normal), Counts(peer));
        Assert.Empty(peer.Failures);
    }

    [Fact]
    public async Task With_Block_what_comes_beyond_the_limit_is_kept_unused_and_says_why()
    {
        Neighbour peer = Up(new PeerPolicy { MaxPrefixes = 3, OverLimit = PrefixLimitAction.Block });
        Announce(peer, 0, 5);
        Assert.Equal((3, 2, PrefixLevel.Over), Counts(peer));
        Assert.Equal([null, null, null, Limit(3), Limit(3)], await Reasons(peer));

        Announce(peer, 0, 5, length: 2); // other attributes: what is in use is replaced, the rest stays out
        Assert.Equal((3, 2, PrefixLevel.Over), Counts(peer));
        Assert.Empty(peer.Failures);
    }

    [Fact]
    public async Task With_Block_a_route_that_goes_makes_room_for_one_that_waits()
    {
        Neighbour peer = Up(new PeerPolicy { MaxPrefixes = 3, OverLimit = PrefixLimitAction.Block });
        Announce(peer, 0, 5);
        Withdraw(peer, 1, 1);
        Assert.Equal((3, 1, PrefixLevel.Over), Counts(peer));
        Assert.Equal([null, null, null, Limit(3)], await Reasons(peer));
        Withdraw(peer, 0, 3);
        Assert.Equal((2, 0, PrefixLevel.Normal), Counts(peer));
    }

    [Fact]
    public async Task Another_limit_is_applied_to_what_is_there()
    {
        Neighbour peer = Up(new PeerPolicy { MaxPrefixes = 100 });
        Announce(peer, 0, 10);
        await peer.Rib.PolicyChangedAsync(new PeerPolicy { MaxPrefixes = 4, OverLimit = PrefixLimitAction.Block }, default);
        _loop.Turn();
        Assert.Equal((4, 6, PrefixLevel.Over), Counts(peer));
        await peer.Rib.PolicyChangedAsync(new PeerPolicy { MaxPrefixes = 8, OverLimit = PrefixLimitAction.Block }, default);
        _loop.Turn();
        Assert.Equal((8, 2, PrefixLevel.Over), Counts(peer));
        await peer.Rib.PolicyChangedAsync(new PeerPolicy { MaxPrefixes = 100, OverLimit = PrefixLimitAction.Block }, default);
        _loop.Turn();
        Assert.Equal((10, 0, PrefixLevel.Normal), Counts(peer));
        Assert.Empty(peer.Failures);
        await peer.Rib.PolicyChangedAsync(new PeerPolicy { MaxPrefixes = 9 }, default);
        _loop.Turn();
        Assert.Equal([ProtocolError.MaxPrefixesReached(Family.IPv4, 9)], peer.Failures);
    }

    [Fact]
    public void Nothing_is_left_when_a_blocked_neighbour_goes()
    {
        Neighbour peer = Up(new PeerPolicy { MaxPrefixes = 3, OverLimit = PrefixLimitAction.Block });
        Announce(peer, 0, 5);
        peer.Down(_loop);
        _loop.Turn();
        Assert.Equal(0, _loop.Tables.Attributes.Count);
        Assert.Equal(0, _loop.Tables[Family.IPv4].PrefixCount);
    }

    private static string Limit(int limit) => $"not used: the neighbour has reached its limit of {limit} prefixes";

    private static (long Accepted, long Filtered, PrefixLevel Level) Counts(Neighbour peer)
    {
        FamilyCounters counters = peer.Rib.Counters[Family.IPv4];
        Assert.Equal(counters.Accepted + counters.Filtered, counters.Received);
        return (counters.Accepted, counters.Filtered, counters.Level);
    }

    private static Prefix[] Prefixes(int from, int count) => [.. Enumerable.Range(from, count).Select(i => new Prefix(Address.V4(0x0a000000u + ((uint)i << 8)), 24))];

    private Neighbour Up(PeerPolicy policy)
    {
        var peer = new Neighbour(1, new AsNumber(65001), policy);
        peer.Up(_loop);
        return peer;
    }

    private async Task<string?[]> Reasons(Neighbour peer)
    {
        Task<IReadOnlyList<RibRoute>?> asked = _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = RibRouteSet.Received, Peer = peer.Name });
        _loop.Turn();
        return [.. (await asked)!.Select(route => route.Reason)];
    }

    private void Announce(Neighbour peer, int from, int count, int length = 1)
    {
        var path = new PathAttributes { Family = Family.IPv4, AsPath = AsPath.Empty.Prepend(peer.Agreement.PeerAs, length), NextHop = peer.Address };
        peer.Send(Updates.Announce(path, true, Prefixes(from, count)));
        _loop.Turn();
    }

    private void Withdraw(Neighbour peer, int from, int count)
    {
        peer.Send(Updates.Withdraw(Family.IPv4, Prefixes(from, count)));
        _loop.Turn();
    }
}
