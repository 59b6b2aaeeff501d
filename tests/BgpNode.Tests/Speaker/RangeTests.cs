using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;
using BgpNode.TestKit.Speaker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipelines.Sockets.Unofficial;
using Xunit;

namespace BgpNode.Tests.Speaker;

/// <summary>Neighbours that come from a range, over real sockets on loopback addresses.</summary>
public sealed class RangeTests : IAsyncDisposable
{
    private static readonly Address Here = Address.Parse("127.0.0.21");
    private static readonly Address One = Address.Parse("127.7.0.1");
    private static readonly Address Two = Address.Parse("127.7.0.2");
    private static readonly PeerRange Wide = RangeOf("wide", "127.7.0.0/16");

    private readonly FakeRib _rib = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly SpeakerService _speaker;
    private readonly List<ScriptedPeer> _neighbours = [];

    public RangeTests() => _speaker = new SpeakerService(_rib, _clock, NullLoggerFactory.Instance);

    [Fact]
    public async Task Whoever_connects_from_a_range_gets_a_session_named_after_both()
    {
        await StartAsync(Wide);
        await (await ConnectAsync(One)).EstablishAsync();
        await (await ConnectAsync(Two)).EstablishAsync(ScriptedPeer.Offer with { LocalAs = new AsNumber(65009), LocalId = new RouterId(9) });

        Assert.Equal(["wide-127.7.0.1", "wide-127.7.0.2"], new[] { (await _rib.UpAsync(1)).Up.PeerName, (await _rib.UpAsync(2)).Up.PeerName }.Order());
        Assert.Equal([One, Two], _speaker.Peers.Select(peer => peer.Config.RemoteAddress));
    }

    [Fact]
    public async Task An_address_outside_every_range_is_a_stranger()
    {
        await StartAsync(Wide);
        await (await ConnectAsync(Address.Parse("127.8.0.1"))).ExpectClosedAsync();
        Assert.Equal((1, 0), (_speaker.Strangers, _speaker.OverLimit));
        Assert.Empty(_speaker.Peers);
    }

    [Fact]
    public async Task The_longest_range_wins_and_a_configured_neighbour_before_any()
    {
        await StartAsync(Wide, RangeOf("narrow", "127.7.0.1/32"));
        await (await ConnectAsync(One)).EstablishAsync();
        Assert.Equal("narrow-127.7.0.1", (await _rib.UpAsync(1)).Up.PeerName);

        await _speaker.AddPeerAsync(RangeOf("mine", "127.7.0.2/32").Template with { RemoteAddress = Two, Passive = true });
        await (await ConnectAsync(Two)).EstablishAsync();
        Assert.Equal("mine", (await _rib.UpAsync(2)).Up.PeerName);
    }

    [Fact]
    public async Task A_neighbour_that_becomes_a_configured_one_leaves_its_range()
    {
        await StartAsync(Wide);
        ScriptedPeer neighbour = await ConnectAsync(One);
        await neighbour.EstablishAsync();
        await _rib.UpAsync();

        Task adding = _speaker.AddPeerAsync(Wide.Template with { Name = "mine", RemoteAddress = One, Passive = true });
        await neighbour.ExpectEndAsync(ProtocolError.OtherConfigurationChange);
        await adding;
        Assert.Equal(["mine"], _speaker.Peers.Select(peer => peer.Name));
    }

    [Fact]
    public async Task A_full_range_closes_further_connections_and_counts_them()
    {
        await StartAsync(Wide with { MaxSessions = 1 });
        await (await ConnectAsync(One)).EstablishAsync();
        await _rib.UpAsync();
        await (await ConnectAsync(Two)).ExpectClosedAsync();
        Assert.Equal((0, 1), (_speaker.Strangers, _speaker.OverLimit));
        Assert.Equal(["wide-127.7.0.1"], _speaker.Peers.Select(peer => peer.Name));
    }

    [Fact]
    public async Task A_session_that_went_down_is_forgotten_after_two_minutes_and_not_before()
    {
        await StartAsync(Wide);
        ScriptedPeer neighbour = await ConnectAsync(One);
        await neighbour.EstablishAsync();
        FakeRibPeer routes = await _rib.UpAsync();
        await neighbour.SendNotificationAsync(ProtocolError.AdministrativeShutdown());
        await neighbour.ExpectClosedAsync();
        await routes.UntilAsync(r => r.IsDown);
        await UntilAsync(() => _speaker.Peers is [{ State: <= SessionState.Active }]);

        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Single(_speaker.Peers);
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return _speaker.Peers.IsEmpty;
        });
    }

    [Fact]
    public async Task A_range_that_is_taken_away_takes_its_sessions_along()
    {
        await StartAsync(Wide);
        ScriptedPeer neighbour = await ConnectAsync(One);
        await neighbour.EstablishAsync();
        FakeRibPeer routes = await _rib.UpAsync();

        Task changing = _speaker.SetRangesAsync([]);
        await neighbour.ExpectEndAsync(ProtocolError.PeerDeconfigured);
        await changing;
        Assert.True(routes.IsDown);
        Assert.Empty(_speaker.Peers);
    }

    [Fact]
    public async Task Another_policy_of_a_range_reaches_its_sessions_and_ends_none()
    {
        await StartAsync(Wide);
        await (await ConnectAsync(One)).EstablishAsync();
        FakeRibPeer routes = await _rib.UpAsync();
        await _speaker.SetRangesAsync([Wide with { Template = Wide.Template with { Policy = Wide.Template.Policy with { MaxPrefixes = 7 } } }]);
        Assert.Equal(7, (await routes.PoliciesAsync(1))[0].MaxPrefixes);
        Assert.Equal(0, _speaker.Peers[0].TimesDown);
    }

    [Fact]
    public async Task A_neighbour_of_the_wrong_AS_is_refused()
    {
        await StartAsync(Wide with { Template = Wide.Template with { RemoteAs = new AsNumber(65003) } });
        ScriptedPeer neighbour = await ConnectAsync(One);
        await neighbour.ExpectOpenAsync();
        await neighbour.SendOpenAsync();
        await neighbour.ExpectEndAsync(ProtocolError.BadPeerAs(new AsNumber(65002)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ScriptedPeer neighbour in _neighbours)
        {
            await neighbour.DisposeAsync();
        }

        await _speaker.DisposeAsync();
    }

    private static PeerRange RangeOf(string name, string prefix) => new(Prefix.Parse(prefix), new PeerConfig
    {
        Name = name,
        RemoteAddress = Prefix.Parse(prefix).Address,
        LocalAs = new AsNumber(65001),
        RouterId = new RouterId(1),
    });

    private async Task StartAsync(params PeerRange[] ranges)
    {
        await _speaker.ListenAsync(new ListenOptions { Addresses = [Here], Port = 0 });
        await _speaker.SetRangesAsync([.. ranges]);
    }

    private async Task<ScriptedPeer> ConnectAsync(Address from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from.ToIPAddress(), 0));
        await socket.ConnectAsync(new IPEndPoint(Here.ToIPAddress(), _speaker.ListensOn[0].Port));
        var connection = SocketConnection.Create(socket);
        var neighbour = new ScriptedPeer(connection.Input, connection.Output);
        _neighbours.Add(neighbour);
        return neighbour;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
