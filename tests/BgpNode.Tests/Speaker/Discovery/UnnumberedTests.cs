using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.TestKit.Speaker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Speaker.Discovery;

/// <summary>Neighbours that are known by their link, on links that the test speaks for.</summary>
public sealed class UnnumberedTests : IAsyncDisposable
{
    private static readonly PeerConfig Uplink = new()
    {
        Name = "uplink",
        RemoteAddress = Address.V6(UInt128.Zero),
        Interface = "eth0",
        LocalAs = new AsNumber(64512),
        RouterId = new RouterId(1),
        Families = FamilySet.Both,
    };

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeDiscovery _discovery = new();
    private readonly SpeakerService _speaker;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(20));

    public UnnumberedTests() => _speaker = new SpeakerService(new FakeRib(), _clock, NullLoggerFactory.Instance, new FakeDialer().Silent(), _discovery);

    [Fact]
    public async Task The_session_waits_for_an_advertisement_and_dials_whom_it_came_from()
    {
        await _speaker.AddPeerAsync(Uplink);
        Assert.Equal(["eth0"], _discovery.Watched);
        Assert.Contains("no router advertisement was heard on eth0 yet", Status.LastDown!.Text, StringComparison.Ordinal);
        Assert.Equal(SessionState.Idle, Status.State);

        _discovery.Hear("eth0", "fe80::1");
        await UntilAsync(() => Status.Config.RemoteAddress == Address.Parse("fe80::1") && Status.State != SessionState.Idle);
    }

    [Fact]
    public async Task Why_none_can_be_heard_is_said_and_a_changed_peer_keeps_its_neighbour()
    {
        await _speaker.AddPeerAsync(Uplink);
        _discovery.Fail("eth0", "router advertisements need CAP_NET_RAW");
        await UntilAsync(() => Status.LastDown!.Text.Contains("CAP_NET_RAW", StringComparison.Ordinal));

        _discovery.Hear("eth0", "fe80::1");
        await UntilAsync(() => Status.Config.RemoteAddress == Address.Parse("fe80::1"));
        await _speaker.UpdatePeerAsync(Uplink with { HoldTime = TimeSpan.FromSeconds(9) });
        Assert.Equal((Address.Parse("fe80::1"), TimeSpan.FromSeconds(9)), (Status.Config.RemoteAddress, Status.Config.HoldTime));
    }

    [Fact]
    public async Task A_second_router_takes_over_only_when_the_first_has_been_silent()
    {
        await _speaker.AddPeerAsync(Uplink);
        _discovery.Hear("eth0", "fe80::1");
        await UntilAsync(() => Status.Config.RemoteAddress == Address.Parse("fe80::1"));
        _discovery.Hear("eth0", "fe80::2");
        await _speaker.UpdatePeerAsync(Uplink with { Description = "a turn later" });
        Assert.Equal(Address.Parse("fe80::1"), Status.Config.RemoteAddress);

        _clock.Advance(TimeSpan.FromSeconds(31));
        _discovery.Hear("eth0", "fe80::2");
        await UntilAsync(() => Status.Config.RemoteAddress == Address.Parse("fe80::2"));
    }

    [Fact]
    public async Task A_peer_that_moves_or_goes_is_no_longer_listened_for()
    {
        await _speaker.AddPeerAsync(Uplink);
        await _speaker.UpdatePeerAsync(Uplink with { Interface = "eth1" });
        Assert.Equal(["eth1"], _discovery.Watched);
        await _speaker.RemovePeerAsync("uplink");
        Assert.Empty(_discovery.Watched);
    }

    public async ValueTask DisposeAsync()
    {
        await _speaker.DisposeAsync();
        _patience.Dispose();
    }

    private PeerStatus Status => _speaker.Find("uplink")!;

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            _patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
