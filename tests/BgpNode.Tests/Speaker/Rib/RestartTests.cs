using System.Diagnostics.CodeAnalysis;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;
using BgpNode.Speaker.Rib;
using BgpNode.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

[SuppressMessage("Design", "CA1001", Justification = "The loop is never started: the tests take its turns.")]
public class RestartTests
{
    private static readonly PeerPolicy All = new() { Export = ExportScope.All };
    private static readonly Prefix One = Prefix.Parse("203.0.113.0/24"), Two = Prefix.Parse("198.51.100.0/24");
    private static readonly PeerRestart Restart = new(Restarting: true, RestartTime: 120, FamilySet.Both, FamilySet.Both);

    private readonly FakeTimeProvider _clock = new();
    private readonly RibLoop _loop;
    private readonly Neighbour _restarts = new(2, new AsNumber(65002), All);
    private readonly Neighbour _other = new(3, new AsNumber(65003), All);

    public RestartTests()
    {
        _loop = new RibLoop(new RibOptions(), _clock, NullLogger<RibLoop>.Instance);
        _restarts.Agreement = _restarts.Agreement with { GracefulRestart = Restart };
        _restarts.Up(_loop);
        _other.Up(_loop);
        Announce(One, Two);
        _other.MessageLengths.Clear();
    }

    [Fact, Rfc(4724, "4.2")]
    public void Nobody_hears_of_a_neighbour_that_restarts_and_tells_the_same_again()
    {
        _restarts.Down(_loop, FamilySet.Both);
        Settle();
        _restarts.Up(_loop);
        Announce(One, Two);
        EndOfRib(Family.IPv4);
        Assert.Equal(2, _other.Has.Count);
        Assert.Empty(_other.MessageLengths);
    }

    [Fact, Rfc(4724, "4.2")]
    public void What_is_not_told_again_goes_at_the_End_of_RIB_and_not_before()
    {
        _restarts.Down(_loop, FamilySet.Both);
        _restarts.Up(_loop);
        Announce(Two);
        Assert.Equal(2, _other.Has.Count);
        EndOfRib(Family.IPv4);
        Assert.Equal([Two], _other.Has.Keys);
    }

    [Fact, Rfc(4724, "4.2")]
    public void A_neighbour_that_is_not_back_in_its_restart_time_loses_everything()
    {
        _restarts.Down(_loop, FamilySet.Both);
        _clock.Advance(TimeSpan.FromSeconds(119));
        Settle();
        Assert.Equal(2, _other.Has.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Settle();
        Assert.Empty(_other.Has);
        Assert.Equal(0, _loop.Tables[Family.IPv4].PrefixCount);
    }

    [Theory, Rfc(4724, "4.2")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_neighbour_that_did_not_forward_meanwhile_or_no_longer_knows_restarts_loses_everything_when_it_is_back(bool knows)
    {
        _restarts.Down(_loop, FamilySet.Both);
        _restarts.Agreement = _restarts.Agreement with { GracefulRestart = knows ? Restart with { Preserved = FamilySet.IPv6 } : null };
        _restarts.Up(_loop);
        Settle();
        Assert.Empty(_other.Has);
        Announce(One);
        EndOfRib(Family.IPv4);
        Assert.Equal([One], _other.Has.Keys);
    }

    [Fact, Rfc(4724, "4.2")]
    public void A_family_that_is_not_kept_goes_at_once()
    {
        _restarts.Down(_loop, FamilySet.IPv6);
        Settle();
        Assert.Empty(_other.Has);
    }

    [Fact, Rfc(4724, "4.2")]
    public void A_second_restart_keeps_only_what_was_told_since_the_first()
    {
        _restarts.Down(_loop, FamilySet.Both);
        _restarts.Up(_loop);
        Announce(Two);
        _restarts.Down(_loop, FamilySet.Both);
        Settle();
        Assert.Equal([Two], _other.Has.Keys);
    }

    [Fact]
    public async Task What_was_kept_for_a_neighbour_that_is_not_wanted_any_more_goes()
    {
        _restarts.Down(_loop, FamilySet.Both);
        await _loop.ForgetAsync(_restarts.Name);
        Settle();
        Assert.Empty(_other.Has);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Settle();
    }

    [Fact, Rfc(4724, "4.1")]
    public async Task After_our_restart_those_who_hear_others_routes_from_us_get_their_End_of_RIB_when_all_are_heard()
    {
        var loop = new RibLoop(new RibOptions(), _clock, NullLogger<RibLoop>.Instance);
        loop.HoldEndOfRib();
        var transit = new Neighbour(5, new AsNumber(65005), All);
        var stub = new Neighbour(6, new AsNumber(65006), new PeerPolicy { Export = ExportScope.OwnOnly });
        transit.Up(loop);
        stub.Up(loop);
        Turn(loop, transit, stub);
        Assert.Empty(transit.EndsOfRib);
        Assert.Contains(Family.IPv4, stub.EndsOfRib);

        await loop.ReleaseEndOfRibAsync();
        Turn(loop, transit, stub);
        Assert.Contains(Family.IPv4, transit.EndsOfRib);
    }

    private void Announce(params Prefix[] prefixes)
    {
        var path = new PathAttributes { Family = Family.IPv4, AsPath = AsPath.Of(_restarts.Agreement.PeerAs), NextHop = _restarts.Address };
        _restarts.Send(Updates.Announce(path, true, prefixes));
        Settle();
    }

    private void EndOfRib(Family family)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        UpdateMessage.WriteEndOfRib(bytes, family);
        _restarts.Send(bytes.WrittenSpan.ToArray());
        Settle();
    }

    private void Settle() => Turn(_loop, _other);

    private static void Turn(RibLoop loop, params Neighbour[] readers)
    {
        bool more;
        do
        {
            more = loop.Turn();
            foreach (Neighbour reader in readers)
            {
                more |= reader.Read();
            }
        }
        while (more);
    }
}
