using System.Net;
using System.Net.Sockets;
using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Speaker;
using BgpNode.Speaker.Peers;
using BgpNode.Speaker.Sockets;
using BgpNode.TestKit;
using BgpNode.TestKit.Speaker;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Sockets.Unofficial;
using Xunit;

namespace BgpNode.Tests.Speaker;

/// <summary>Real sockets on loopback addresses: two speakers, and a speaker with a script.</summary>
public class LoopbackTests
{
    private static readonly Address A = Address.Parse("127.0.0.11");
    private static readonly Address B = Address.Parse("127.0.0.12");
    private static readonly Address C = Address.Parse("127.0.0.13");

    [Fact, Rfc(4271, "6.8")]
    public async Task Two_speakers_that_dial_each_other_at_once_end_with_one_session_that_never_flaps()
    {
        for (int round = 0; round < 20; round++)
        {
            FakeRib ribA = new(), ribB = new();
            await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
            int portA = await ListenAsync(a, A), portB = await ListenAsync(b, B);
            await Task.WhenAll(a.AddPeerAsync(Config("b", A, 1, B, 2, portB)), b.AddPeerAsync(Config("a", B, 2, A, 1, portA)));
            await Task.WhenAll(ribA.UpAsync(), ribB.UpAsync());
            await SettleAsync(a, b);
            Assert.Single(ribA.Peers);
            Assert.Single(ribB.Peers);
            Assert.Equal([SessionState.Established, SessionState.Established], [a.Peers[0].State, b.Peers[0].State]);
            Assert.Equal(0, a.Peers[0].TimesDown + b.Peers[0].TimesDown);
        }
    }

    [Fact]
    public async Task Stopped_twice_is_stopped_once()
    {
        SpeakerService speaker = NewSpeaker(new FakeRib());
        await ListenAsync(speaker, A);
        await speaker.StopAsync();
        await speaker.StopAsync();
        await speaker.DisposeAsync();
        Assert.Empty(speaker.Peers);
    }

    [Fact]
    public async Task Routes_flow_both_ways_and_a_stop_takes_them_away()
    {
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, B);
        await b.AddPeerAsync(Config("a", B, 2, A, 1, 0) with { Passive = true });
        await a.AddPeerAsync(Config("b", A, 1, B, 2, portB));
        FakeRibPeer routesA = await ribA.UpAsync(), routesB = await ribB.UpAsync();
        byte[] update = ScriptedPeer.Update([.. Enumerable.Range(0, 900).Select(i => new Prefix(Address.V4((uint)(0x0a000000 + (i << 8))), 24))]);
        byte[] load = [.. Enumerable.Repeat(update, 500).SelectMany(u => u)];
        routesA.Out.Put(load);
        routesB.Out.Put(update);
        await routesB.UntilAsync(r => r.Updates.Length == load.Length);
        await routesA.UntilAsync(r => r.Updates.Length == update.Length);
        Assert.Equal(load, routesB.Updates);

        await a.StopAsync();
        await routesB.UntilAsync(r => r.IsDown);
        await UntilAsync(() => b.Peers[0].LastErrorReceived is not null);
        Assert.Contains("Administrative Shutdown", b.Peers[0].LastErrorReceived?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_closed_before_it_says_a_word_and_the_neighbours_stay()
    {
        FakeRib rib = new();
        await using SpeakerService speaker = NewSpeaker(rib);
        int port = await ListenAsync(speaker, A);
        await speaker.AddPeerAsync(Config("b", A, 1, B, 2, 0) with { Passive = true });
        await using ScriptedPeer neighbour = await ConnectAsync(B, A, port);
        await neighbour.EstablishAsync();
        await rib.UpAsync();

        ScriptedPeer stranger = await ConnectAsync(C, A, port);
        await stranger.ExpectClosedAsync();
        Assert.Equal(1, speaker.Strangers);
        Assert.Equal(SessionState.Established, speaker.Find("b")?.State);
    }

    [Fact, Rfc(4271, "8.1.1")]
    public async Task A_router_that_is_two_neighbours_is_told_apart_by_the_address_that_it_called()
    {
        FakeRib rib = new();
        await using SpeakerService speaker = NewSpeaker(rib);
        int port = await ListenAsync(speaker, Address.V4(0));
        await speaker.AddPeerAsync(Config("first", A, 1, B, 2, 0) with { Passive = true });
        await speaker.AddPeerAsync(Config("second", C, 1, B, 3, 1) with { Passive = true });
        await using ScriptedPeer second = await ConnectAsync(B, C, port);
        await second.EstablishAsync(ScriptedPeer.Offer with { LocalAs = new AsNumber(65003) });
        await using ScriptedPeer first = await ConnectAsync(B, A, port);
        await first.EstablishAsync();
        await rib.UpAsync(2);
        Assert.Equal([(SessionState.Established, A), (SessionState.Established, C)], speaker.Peers.Select(peer => (peer.State, peer.LocalAddress!.Value)));
    }

    [Fact, Rfc(4271, "6.1")]
    public async Task Garbage_from_one_neighbour_leaves_the_other_alone()
    {
        FakeRib rib = new();
        await using SpeakerService speaker = NewSpeaker(rib);
        int port = await ListenAsync(speaker, A);
        await speaker.AddPeerAsync(Config("b", A, 1, B, 2, 0) with { Passive = true });
        await speaker.AddPeerAsync(Config("c", A, 1, C, 3, 0) with { Passive = true });
        ScriptedPeer bad = await ConnectAsync(B, A, port);
        await bad.EstablishAsync();
        await using ScriptedPeer good = await ConnectAsync(C, A, port);
        await good.EstablishAsync(ScriptedPeer.Offer with { LocalAs = new AsNumber(65003), LocalId = new RouterId(3) });
        await rib.UpAsync(2);

        await bad.SendAsync((byte[])[.. MessageFraming.Marker, 0, 19, 9]);
        await bad.ExpectEndAsync(ProtocolError.BadMessageType(9));
        await UntilAsync(() => speaker.Find("b")?.TimesDown == 1);
        Assert.Equal(SessionState.Established, speaker.Find("c")?.State);
    }

    [Fact, Rfc(4486, "4")]
    public async Task A_removed_neighbour_is_told_so_and_forgotten()
    {
        FakeRib rib = new();
        await using SpeakerService speaker = NewSpeaker(rib);
        int port = await ListenAsync(speaker, A);
        await speaker.AddPeerAsync(Config("b", A, 1, B, 2, 0) with { Passive = true });
        ScriptedPeer neighbour = await ConnectAsync(B, A, port);
        await neighbour.EstablishAsync();
        FakeRibPeer routes = await rib.UpAsync();
        Task removing = speaker.RemovePeerAsync("b");
        await neighbour.ExpectEndAsync(ProtocolError.PeerDeconfigured);
        await removing;
        Assert.True(routes.IsDown);
        Assert.Empty(speaker.Peers);
    }

    [Fact, Rfc(2385, "2")]
    public async Task The_same_password_on_both_sides_works_and_another_one_does_not()
    {
        Assert.True(PeerPassword.TryCreate("right", out PeerPassword? right));
        Assert.True(PeerPassword.TryCreate("wrong", out PeerPassword? wrong));
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, B);
        await b.AddPeerAsync(Config("a", B, 2, A, 1, 0) with { Passive = true, Key = right });
        await a.AddPeerAsync(Config("b", A, 1, B, 2, portB) with { Key = wrong, ConnectRetryTime = TimeSpan.FromMilliseconds(300) });
        await UntilAsync(() => a.Peers[0].State == SessionState.Connect);
        await a.UpdatePeerAsync(Config("b", A, 1, B, 2, portB) with { Key = right });
        await ribB.UpAsync();
        Assert.Equal(1, b.Peers[0].TimesUp);
    }

    [Fact, Rfc(2385, "1")]
    public async Task A_password_that_changes_on_both_sides_one_after_the_other_flaps_nothing()
    {
        Assert.True(PeerPassword.TryCreate("old", out PeerPassword? old));
        Assert.True(PeerPassword.TryCreate("new", out PeerPassword? @new));
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, B);
        PeerConfig ofB = Config("a", B, 2, A, 1, 0) with { Passive = true, Key = old };
        PeerConfig ofA = Config("b", A, 1, B, 2, portB) with { Key = old };
        await b.AddPeerAsync(ofB);
        await a.AddPeerAsync(ofA);
        FakeRibPeer routesA = await ribA.UpAsync(), routesB = await ribB.UpAsync();

        await a.UpdatePeerAsync(ofA with { Key = @new });
        byte[] update = ScriptedPeer.Update(Prefix.Parse("10.9.0.0/24"));
        routesA.Out.Put(update); // signed with a key that the other side does not have yet
        await b.UpdatePeerAsync(ofB with { Key = @new });
        routesB.Out.Put(update);

        await routesB.UntilAsync(r => r.Updates.Length == update.Length);
        await routesA.UntilAsync(r => r.Updates.Length == update.Length);
        Assert.Equal((0, 0), (a.Peers[0].TimesDown, b.Peers[0].TimesDown));
    }

    [Fact, Rfc(2385, "1")]
    public async Task A_connection_that_is_being_made_goes_on_with_the_new_password()
    {
        Assert.True(PeerPassword.TryCreate("right", out PeerPassword? right));
        Assert.True(PeerPassword.TryCreate("wrong", out PeerPassword? wrong));
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, B);
        await b.AddPeerAsync(Config("a", B, 2, A, 1, 0) with { Passive = true, Key = right });
        PeerConfig ofA = Config("b", A, 1, B, 2, portB) with { Key = wrong, ConnectRetryTime = TimeSpan.FromMinutes(5) };
        await a.AddPeerAsync(ofA);
        await UntilAsync(() => a.Peers[0].State == SessionState.Connect);
        await a.UpdatePeerAsync(ofA with { Key = right });
        await ribB.UpAsync();
    }

    [Fact, Rfc(2385, "1")]
    public async Task A_neighbour_of_a_range_signs_with_the_key_of_the_range_and_may_change_it()
    {
        Assert.True(PeerPassword.TryCreate("old", out PeerPassword? old));
        Assert.True(PeerPassword.TryCreate("new", out PeerPassword? @new));
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, B);
        var range = new PeerRange(Prefix.Parse("127.0.0.8/29"), Config("rack", B, 2, A, 1, 0) with { Key = old });
        await b.SetRangesAsync([range]);
        PeerConfig ofA = Config("b", A, 1, B, 2, portB) with { Key = old };
        await a.AddPeerAsync(ofA);
        FakeRibPeer routesA = await ribA.UpAsync(), routesB = await ribB.UpAsync();

        await b.SetRangesAsync([range with { Template = range.Template with { Key = @new } }]);
        await a.UpdatePeerAsync(ofA with { Key = @new });
        byte[] update = ScriptedPeer.Update(Prefix.Parse("10.9.0.0/24"));
        routesA.Out.Put(update);
        await routesB.UntilAsync(r => r.Updates.Length == update.Length);
        Assert.Equal((0, 0), (a.Peers[0].TimesDown, b.Peers[0].TimesDown));
    }

    [Fact, Rfc(5082, "3")]
    public async Task TTL_security_lets_a_neighbour_on_the_same_link_through()
    {
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, B);
        await b.AddPeerAsync(Config("a", B, 2, A, 1, 0) with { Passive = true, TtlSecurityHops = 1 });
        await a.AddPeerAsync(Config("b", A, 1, B, 2, portB) with { TtlSecurityHops = 1 });
        await Task.WhenAll(ribA.UpAsync(), ribB.UpAsync());
    }

    [Fact, Rfc(5082, "3")]
    public async Task IPv6_works_with_password_and_TTL_security_too()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this kernel has no IPv6");
        var here = Address.Parse("::1");
        Assert.True(PeerPassword.TryCreate("secret", out PeerPassword? password));
        FakeRib ribA = new(), ribB = new();
        await using SpeakerService a = NewSpeaker(ribA), b = NewSpeaker(ribB);
        int portB = await ListenAsync(b, here);
        await b.AddPeerAsync(Config("a", here, 2, here, 1, 0) with { Passive = true, TtlSecurityHops = 1, Key = password, Families = FamilySet.Both });
        await a.AddPeerAsync(Config("b", here, 1, here, 2, portB) with { TtlSecurityHops = 1, Key = password, Families = FamilySet.IPv6 });
        FakeRibPeer routes = await ribA.UpAsync();
        Assert.Equal(FamilySet.IPv6, routes.Up.Agreement.Families);
        Assert.Equal(here, routes.Up.LocalAddress);
    }

    [Fact]
    public async Task Whoever_watches_sees_every_change_of_state()
    {
        FakeRib rib = new();
        await using SpeakerService speaker = NewSpeaker(rib);
        int port = await ListenAsync(speaker, A);
        await using IAsyncEnumerator<SessionChange> changes = speaker.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        ValueTask<bool> first = changes.MoveNextAsync();
        await speaker.AddPeerAsync(Config("b", A, 1, B, 2, 0) with { Passive = true });
        Assert.True(await first);
        Assert.Equal((SessionState.Idle, SessionState.Active), (changes.Current.From, changes.Current.To));
        await using ScriptedPeer neighbour = await ConnectAsync(B, A, port);
        await neighbour.EstablishAsync();
        foreach (SessionState expected in new[] { SessionState.OpenSent, SessionState.OpenConfirm, SessionState.Established })
        {
            Assert.True(await changes.MoveNextAsync());
            Assert.Equal(expected, changes.Current.To);
        }
    }

    private static SpeakerService NewSpeaker(FakeRib rib) => new(rib, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task<int> ListenAsync(SpeakerService speaker, Address address)
    {
        await speaker.ListenAsync(new ListenOptions { Addresses = [address], Port = 0 });
        return speaker.ListensOn[0].Port;
    }

    private static PeerConfig Config(string name, Address local, uint localNumber, Address remote, uint remoteNumber, int port) => new()
    {
        Name = name,
        RemoteAddress = remote,
        RemotePort = port,
        RemoteAs = new AsNumber(65000 + remoteNumber),
        LocalAs = new AsNumber(65000 + localNumber),
        LocalAddress = local,
        RouterId = new RouterId(localNumber),
    };

    private static async Task<ScriptedPeer> ConnectAsync(Address from, Address to, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from.ToIPAddress(), 0));
        await socket.ConnectAsync(new IPEndPoint(to.ToIPAddress(), port));
        var connection = SocketConnection.Create(socket);
        return new ScriptedPeer(connection.Input, connection.Output);
    }

    // A second exchange through both loops: whatever a collision had left over has been dealt with by then.
    private static async Task SettleAsync(SpeakerService a, SpeakerService b)
    {
        await a.UpdatePeerAsync(a.Peers[0].Config with { Description = "settled" });
        await b.UpdatePeerAsync(b.Peers[0].Config with { Description = "settled" });
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
