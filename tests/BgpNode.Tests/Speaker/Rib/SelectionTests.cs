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

/// <summary>Which path is used, where it depends on the order of arrival or on what links carry.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class SelectionTests
{
    private static readonly Prefix Net = Prefix.Parse("203.0.113.0/24");
    private static readonly PeerPolicy All = new() { Export = ExportScope.All };

    private readonly FakeFib _fib = new();
    private RibLoop _loop = NewLoop(oldest: true);

    [Theory, Rfc(5004, "3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_external_path_that_was_best_stays_if_that_is_configured(bool oldest)
    {
        _loop = NewLoop(oldest);
        Neighbour late = Up(1), early = Up(3), third = Up(5);
        Announce(early);
        Announce(late);
        Assert.Equal(oldest ? early.Name : late.Name, await Best());
        Assert.Equal(oldest ? "the best before, and no other is better" : "lower router id", (await Explain()).Candidates[0].Reason);
        Assert.Equal(oldest ? "as good, but came later" : "higher router id", (await Explain()).Candidates[1].Reason);

        Announce(third);
        Announce(early); // the same once more
        Assert.Equal(oldest ? early.Name : late.Name, await Best());
        Withdraw(early);
        Assert.Equal(late.Name, await Best());
        Announce(early);
        Assert.Equal(late.Name, await Best());
    }

    [Fact, Rfc(5004, "3")]
    public async Task A_better_path_wins_whenever_it_comes_and_MEDs_count_as_ever()
    {
        Neighbour late = Up(1), early = Up(3);
        Announce(early, length: 2);
        Announce(late, length: 1);
        Assert.Equal(late.Name, await Best());
        Announce(early, length: 1, med: 5);
        Assert.Equal(late.Name, await Best());
        Announce(late, length: 1, med: 7);
        Assert.Equal(late.Name, await Best()); // MEDs of two AS numbers
        Announce(early, length: 1);
        Withdraw(late);
        Announce(late, length: 1);
        Assert.Equal(early.Name, await Best());
    }

    [Fact, Rfc(5004, "3")]
    public async Task Inside_the_AS_the_identifier_decides()
    {
        Neighbour late = Up(new Neighbour(1, Neighbour.LocalAs, All)), early = Up(new Neighbour(3, Neighbour.LocalAs, All));
        Announce(early);
        Announce(late);
        Assert.Equal(late.Name, await Best());
    }

    [Fact]
    public async Task The_oldest_path_leads_the_paths_that_share()
    {
        await _loop.AttachAsync(_fib);
        Neighbour late = Up(1), early = Up(3);
        Announce(early);
        Announce(late);
        Settle();
        Assert.Equal([early.Address, late.Address], _fib.Has[Net].Gateways.Select(gateway => gateway.Address));
    }

    [Fact]
    public async Task Paths_with_a_link_bandwidth_share_in_its_proportion()
    {
        await _loop.AttachAsync(_fib);
        Neighbour narrow = Up(1), wide = Up(3);
        Announce(narrow, bandwidth: 1_250_000_000);
        Assert.Equal([1], Weights());
        Announce(wide, bandwidth: 3_750_000_000);
        Assert.Equal([33, 100], Weights().Order());
        Assert.Equal(wide.Address, _fib.Has[Net].Gateways.MaxBy(gateway => gateway.Weight).Address);

        Announce(narrow, bandwidth: 3_750_000_000);
        Assert.Equal([1, 1], Weights());
        Announce(narrow, bandwidth: 1);
        Assert.Equal([1, 100], Weights().Order());
        Announce(narrow);
        Assert.Equal([1, 1], Weights()); // one does not say: equal shares
        Announce(narrow, bandwidth: float.NaN);
        Assert.Equal([1, 1], Weights());
    }

    private static RibLoop NewLoop(bool oldest) => new(new RibOptions { PreferOldestExternal = oldest }, new FakeTimeProvider(), NullLogger<RibLoop>.Instance);

    private int[] Weights()
    {
        Settle();
        return [.. _fib.Has[Net].Gateways.Select(gateway => (int)gateway.Weight)];
    }

    private Neighbour Up(int number) => Up(new Neighbour(number, new AsNumber(65000u + (uint)number), All));

    private Neighbour Up(Neighbour neighbour)
    {
        neighbour.Up(_loop);
        return neighbour;
    }

    private async Task<string> Best() => (await Explain()).Candidates[0].Peer;

    private async Task<RibExplanation> Explain()
    {
        Task<RibExplanation?> asked = _loop.ExplainAsync(Net, exactly: true);
        _loop.Turn();
        RibExplanation explanation = (await asked)!;
        Assert.True(explanation.Candidates[0].Best);
        Assert.Equal(explanation.Candidates[0].Peer, Assert.Single(await BestRoutes()).Peer);
        return explanation;
    }

    private async Task<IReadOnlyList<RibRoute>> BestRoutes()
    {
        Task<IReadOnlyList<RibRoute>?> asked = _loop.RoutesAsync(new RibQuery { Family = Family.IPv4, Set = RibRouteSet.Best });
        _loop.Turn();
        return (await asked)!;
    }

    private void Announce(Neighbour from, int length = 1, uint? med = null, float? bandwidth = null)
    {
        bool isInternal = from.Agreement.IsInternal;
        var path = new PathAttributes
        {
            Family = Family.IPv4,
            AsPath = isInternal ? AsPath.Of(new AsNumber(65100)) : AsPath.Empty.Prepend(new AsNumber(65100), length - 1).Prepend(from.Agreement.PeerAs),
            NextHop = from.Address,
            Med = med,
            LocalPref = isInternal ? 100 : null,
            ExtendedCommunities = bandwidth is { } octets ? [0x4004_fde8_0000_0000UL | BitConverter.SingleToUInt32Bits(octets)] : [],
        };
        from.Send(Updates.Announce(path, true, Net));
        _loop.Turn();
    }

    private void Withdraw(Neighbour from)
    {
        from.Send(Updates.Withdraw(Family.IPv4, Net));
        _loop.Turn();
    }

    private void Settle()
    {
        for (int turns = 0; _loop.Turn(); turns++)
        {
            Assert.True(turns < 1000, "the loop always has more to do");
        }
    }
}
