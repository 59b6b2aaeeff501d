using System.Net.Sockets;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>What a session does in its states: unexpected messages, timers, collisions.</summary>
public sealed class FsmTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly byte[] Keepalive = BgpBytes.Message(BgpBytes.Keepalive);
    private static readonly byte[] Cease = BgpBytes.Message(BgpBytes.Notification, 6, 2);
    private static readonly Dictionary<string, byte[]> Messages = new()
    {
        ["OPEN"] = OpenBytes.Of(LabPeer.External),
        ["UPDATE"] = UpdateBytes.Update([], [], []),
        ["KEEPALIVE"] = Keepalive,
        ["ROUTE-REFRESH"] = BgpBytes.Message(5, 0, 1, 0, 1),
    };

    [Theory, Rfc(6608, "4"), Rfc(4271, "8.2.2")]
    [InlineData("UPDATE")]
    [InlineData("KEEPALIVE")]
    [InlineData("ROUTE-REFRESH")]
    public async Task Before_the_OPEN_an_unexpected_message_is_named(string message)
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.External);
        await peer.MessageAsync(BgpBytes.Open);
        await peer.SendAsync(Messages[message]);
        await AssertUnexpectedAsync(peer, 1, Messages[message][18]);
    }

    [Theory, Rfc(6608, "4"), Rfc(4271, "8.2.2")]
    [InlineData("OPEN")]
    [InlineData("UPDATE")]
    [InlineData("ROUTE-REFRESH")]
    public async Task After_the_OPEN_and_before_the_KEEPALIVE_an_unexpected_message_is_named(string message)
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.External);
        peer.KeepsAlive = false;
        await peer.SendAsync(OpenBytes.Of(LabPeer.External));
        await peer.MessageAsync(BgpBytes.Keepalive);
        await peer.SendAsync(Messages[message]);
        await AssertUnexpectedAsync(peer, 2, Messages[message][18]);
    }

    [Fact, Rfc(6608, "4"), Rfc(4271, "8.2.2")]
    public async Task An_OPEN_in_an_established_session_is_unexpected()
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.External);
        await peer.SendAsync(Messages["OPEN"]);
        await AssertUnexpectedAsync(peer, 3, 1);
    }

    [Theory, Rfc(4271, "6.4")]
    [InlineData("OpenSent")]
    [InlineData("OpenConfirm")]
    [InlineData("Established")]
    public async Task A_NOTIFICATION_ends_the_connection_and_is_not_answered_with_one(string state)
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.External);
        peer.KeepsAlive = false;
        await peer.MessageAsync(BgpBytes.Open);
        if (state != "OpenSent")
        {
            await peer.SendAsync(Messages["OPEN"]);
            await peer.MessageAsync(BgpBytes.Keepalive);
        }

        if (state == "Established")
        {
            await peer.SendAsync(Keepalive);
            await peer.MessageAsync(BgpBytes.Update);
        }

        await peer.SendAsync(Cease);
        await peer.EndAsync();
        Assert.DoesNotContain(peer.Messages, m => m.Type == BgpBytes.Notification);
    }

    [Theory, Rfc(4271, "6.4")]
    [InlineData(6, 2, 0)]
    [InlineData(6, 2, 3)]
    [InlineData(6, 4, 200)]
    [InlineData(99, 99, 0)]
    [InlineData(3, 200, 4)]
    public async Task A_NOTIFICATION_with_whatever_inside_ends_the_session_and_nothing_else(byte code, byte subcode, int data)
    {
        await using (RfcPeer peer = await lab.EstablishAsync(LabPeer.External))
        {
            await peer.SendAsync(BgpBytes.Message(BgpBytes.Notification, [code, subcode, .. Enumerable.Repeat((byte)0xff, data)]));
            await peer.EndAsync();
        }

        await using RfcPeer again = await lab.EstablishAsync(LabPeer.External);
        Assert.True(again.IsUp);
    }

    [Fact, Rfc(4271, "6.5"), Rfc(4271, "4.2")]
    public async Task A_silent_neighbour_is_given_up_after_the_hold_time_and_told_so()
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.Hasty);
        peer.KeepsAlive = false;
        await peer.EstablishAsync(OpenBytes.Of(LabPeer.Hasty));
        await peer.SendAsync(Keepalive);
        long silent = TimeProvider.System.GetTimestamp();

        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();

        Assert.Equal((4, 0, 0), (code, subcode, data.Length));
        double seconds = TimeProvider.System.GetElapsedTime(silent, peer.Messages[^1].Timestamp).TotalSeconds;
        Assert.InRange(seconds, 2.7, 3.3);
    }

    [Fact, Rfc(4271, "4.4"), Rfc(4271, "10")]
    public async Task KEEPALIVEs_come_every_third_of_the_hold_time()
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Hasty);
        await peer.UntilAsync("four KEEPALIVEs", () => peer.Messages.Count(m => m.Type == BgpBytes.Keepalive) >= 4);
        long[] times = [.. peer.Messages.Where(m => m.Type == BgpBytes.Keepalive).Select(m => m.Timestamp)];
        Assert.All(times.Skip(1).Zip(times.Skip(2)), gap =>
            Assert.InRange(TimeProvider.System.GetElapsedTime(gap.First, gap.Second).TotalSeconds, 0.7, 1.2));
    }

    [Fact, Rfc(4271, "6.8"), Rfc(4486, "4")]
    public async Task A_second_connection_while_the_session_is_up_is_closed_with_a_collision_or_rejection_and_the_first_stays()
    {
        await using RfcPeer first = await lab.EstablishAsync(LabPeer.External);
        await using RfcPeer second = await lab.ConnectAsync(LabPeer.External);
        await second.SendAsync(OpenBytes.Of(LabPeer.External));
        await second.EndAsync();
        string prefix = lab.NextPrefix();
        await first.SendAsync(UpdateBytes.Announce(prefix, UpdateBytes.Mandatory(LabPeer.External)));
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await observer.RouteAsync(prefix);
        Assert.True(first.IsUp);
        Assert.All(second.Messages.Where(m => m.Type == BgpBytes.Notification), m => Assert.Equal("0607", Convert.ToHexString(m.Body)));
    }

    [Theory, Rfc(4271, "6.8"), Rfc(6286, "2.3")]
    [InlineData("192.0.2.19", false)]
    [InlineData("1.0.0.1", true)]
    public async Task Of_two_colliding_connections_that_of_the_speaker_with_the_higher_identifier_stays(string identifier, bool daemonsStays)
    {
        using Socket listener = await lab.ListenAsync(LabPeer.Dialled);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var dialled = new RfcPeer(await RawPeer.AcceptAsync(listener, limit.Token)) { KeepsAlive = false };
        await using RfcPeer ours = await lab.ConnectAsync(LabPeer.Dialled);
        ours.KeepsAlive = false;
        await dialled.MessageAsync(BgpBytes.Open);
        await ours.MessageAsync(BgpBytes.Open);
        (RfcPeer stays, RfcPeer goes) = daemonsStays ? (dialled, ours) : (ours, dialled);

        byte[] open = OpenBytes.Of(LabPeer.Dialled, identifier: identifier);
        await goes.SendAsync(open);
        await stays.SendAsync(open);

        (byte code, byte subcode, _) = await goes.NotificationAsync();
        Assert.Equal((6, 7), (code, subcode));
        await stays.SendAsync(Keepalive);
        await stays.UntilAsync("the session is up", () => stays.Messages.Any(m => m.Update is not null));
    }

    [Fact, Rfc(4271, "8.2.2")]
    public async Task The_end_of_a_session_withdraws_what_it_brought()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await using (RfcPeer peer = await lab.EstablishAsync(LabPeer.External))
        {
            await peer.SendAsync(UpdateBytes.Announce(prefix, UpdateBytes.Mandatory(LabPeer.External)));
            await observer.RouteAsync(prefix);
        }

        await observer.GoneAsync(prefix);
    }

    [Fact, Rfc(4271, "4.2"), Rfc(4271, "4.4")]
    public async Task Without_a_hold_time_there_are_no_KEEPALIVEs_and_silence_is_no_mistake()
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.Hasty);
        peer.KeepsAlive = false;
        await peer.EstablishAsync(OpenBytes.Of(LabPeer.Hasty, hold: 0));
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(peer.IsUp);
        Assert.Single(peer.Messages, m => m.Type == BgpBytes.Keepalive);
    }

    [Fact, Rfc(4271, "4.2")]
    public async Task The_smaller_hold_time_counts_when_it_is_the_neighbours()
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.External);
        peer.KeepsAlive = false;
        await peer.EstablishAsync(OpenBytes.Of(LabPeer.External, hold: 3));
        (byte code, _, _) = await peer.NotificationAsync();
        Assert.Equal(4, code);
    }

    [Fact, Rfc(4271, "6.5"), Rfc(4271, "4.4")]
    public async Task An_UPDATE_keeps_a_session_alive_as_a_KEEPALIVE_does()
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.Hasty);
        peer.KeepsAlive = false;
        await peer.EstablishAsync(OpenBytes.Of(LabPeer.Hasty));
        for (int second = 0; second < 5; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            await peer.SendAsync(UpdateBytes.Withdraw("20.251.0.0/24"));
        }

        Assert.True(peer.IsUp);
    }

    [Fact, Rfc(4271, "8.1")]
    public async Task A_stranger_is_closed_before_a_word()
    {
        await using RfcPeer stranger = await lab.ConnectAsStrangerAsync();
        await stranger.EndAsync();
        Assert.Empty(stranger.Messages);
    }

    [Fact, Rfc(4271, "8.2.2")]
    public async Task A_neighbour_that_says_nothing_is_given_up_before_its_OPEN()
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.Hasty);
        await peer.UntilAsync("the NOTIFICATION", () => peer.Messages.Any(m => m.Type == BgpBytes.Notification), TimeSpan.FromSeconds(15));
        (byte code, byte subcode, _) = await peer.NotificationAsync();
        Assert.Equal((4, 0), (code, subcode));
    }

    [Fact, Rfc(4271, "6.8")]
    public async Task A_neighbour_that_connects_again_before_its_OPEN_has_forgotten_the_first_connection()
    {
        await using RfcPeer first = await lab.ConnectAsync(LabPeer.External);
        await first.MessageAsync(BgpBytes.Open);
        await using RfcPeer second = await lab.EstablishAsync(LabPeer.External);
        await first.EndAsync();
        Assert.True(second.IsUp);
    }

    [Fact, Rfc(4271, "8.2.2"), Rfc(4271, "3.1")]
    public async Task A_session_that_comes_back_has_the_table_sent_again_and_the_old_routes_are_gone()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        string prefix = lab.NextPrefix();
        await observer.SendAsync(UpdateBytes.Announce(prefix, UpdateBytes.Mandatory(LabPeer.Observer)));
        await using (RfcPeer once = await lab.EstablishAsync(LabPeer.External))
        {
            await once.RouteAsync(prefix);
        }

        await observer.SendAsync(UpdateBytes.Withdraw(prefix));
        string next = lab.NextPrefix();
        await observer.SendAsync(UpdateBytes.Announce(next, UpdateBytes.Mandatory(LabPeer.Observer)));
        await using RfcPeer again = await lab.EstablishAsync(LabPeer.External);
        await again.RouteAsync(next);
        Assert.False(again.HasRoute(prefix));
    }

    private static async Task AssertUnexpectedAsync(RfcPeer peer, byte subcode, byte type)
    {
        (byte code, byte told, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((5, subcode, Convert.ToHexString([type])), (code, told, Convert.ToHexString(data)));
    }
}
