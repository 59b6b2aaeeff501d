using System.Text;
using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>Sessions that end by an operator's will: subcodes (RFC 4486) and the text that goes along (RFC 9003).</summary>
public sealed class CeaseTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly LabPeer Peer = LabPeer.Changing;

    [Theory, Rfc(9003, "2"), Rfc(4486, "4")]
    [InlineData("")]
    [InlineData("maintenance until 10:00")]
    [InlineData("Wartung: größer, höher, ✓")]
    public async Task A_neighbour_taken_out_of_service_is_told_why(string text)
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer);
        await lab.ChangeAsync(Disabled(text));
        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((6, 2), (code, subcode));
        byte[] said = Encoding.UTF8.GetBytes(text);
        Assert.Equal(text.Length == 0 ? [] : [(byte)said.Length, .. said], data);
        await RestoreAsync();
    }

    [Theory, Rfc(9003, "2")]
    [InlineData("x", 255)]
    [InlineData("ö", 127)]
    public async Task A_text_may_fill_its_field(string letter, int times)
    {
        string text = string.Concat(Enumerable.Repeat(letter, times));
        await using RfcPeer peer = await lab.EstablishAsync(Peer);
        await lab.ChangeAsync(Disabled(text));
        (_, _, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((data.Length - 1, text), (data[0], Encoding.UTF8.GetString(data.AsSpan(1))));
        await RestoreAsync();
    }

    [Fact, Rfc(4486, "4")]
    public async Task A_neighbour_out_of_service_that_connects_is_rejected()
    {
        await lab.ChangeAsync(Disabled(""));
        await Eventually.TrueAsync("it is disabled", async () => (await lab.Daemon.PeerAsync(Peer.Address))?["disabled"]?.GetValue<bool>() == true);
        await using RfcPeer peer = await lab.ConnectAsync(Peer);
        (byte code, byte subcode, _) = await peer.NotificationAsync();
        Assert.Equal((6, 5), (code, subcode));
        await RestoreAsync();
    }

    [Fact, Rfc(4486, "4")]
    public async Task A_neighbour_that_is_taken_away_is_told_so()
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer);
        lab.Forget(Peer);
        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((6, 3, 0), (code, subcode, data.Length));
        await RestoreAsync();
    }

    [Theory, Rfc(4486, "4")]
    [InlineData(""", "holdTime": "30s" """)]
    [InlineData(""", "localASNumber": 65128""")]
    [InlineData(""", "extendedMessages": false""")]
    public async Task A_change_of_what_the_OPEN_says_is_called_one(string change)
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer);
        await lab.ChangeAsync(Peer with { More = change });
        (byte code, byte subcode, _) = await peer.NotificationAsync();
        Assert.Equal((6, 6), (code, subcode));
        await RestoreAsync();
    }

    [Fact, Rfc(4486, "4")]
    public async Task A_change_of_policy_is_not_worth_a_word()
    {
        await using RfcPeer peer = await lab.EstablishAsync(Peer);
        await lab.ChangeAsync(Peer with { More = """, "maxPrefixes": {"limit": 77}, "nextHopMode": "Self" """ });
        await Eventually.TrueAsync("the limit is known", async () => (await lab.Daemon.PeerAsync(Peer.Address))?["families"]?[0]?["limit"]?.GetValue<int>() == 77);
        Assert.True(peer.IsUp);
        await RestoreAsync();
    }

    [Theory, Rfc(4486, "4")]
    [InlineData(false, "00010100000003")]
    [InlineData(true, "00020100000003")]
    public async Task Too_many_prefixes_end_the_session_with_family_and_limit(bool ipv6, string expected)
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Limited);
        byte[] path = Path(LabPeer.Limited.As);
        for (int i = 0; i < 4; i++)
        {
            await peer.SendAsync(ipv6
                ? Update([], [.. Igp, .. path, .. Reach(lab.NextPrefixIPv6(), "fd00:9::99")], [])
                : Announce(lab.NextPrefix(), Mandatory(LabPeer.Limited)));
        }

        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((6, 1, expected), (code, subcode, Convert.ToHexString(data)));
        await Eventually.TrueAsync("the neighbour is held down", async () => (await lab.Daemon.PeerAsync(LabPeer.Limited.Address))?["state"]?.ToString() == "Idle");
        await lab.Daemon.PostAsync($"/v1/peers/{LabPeer.Limited.Name}/reset"); // it may come again before its minute is over
    }

    [Fact, Rfc(4486, "4")]
    public async Task As_many_prefixes_as_are_allowed_are_allowed_again_and_again()
    {
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Limited);
        string[] prefixes = [lab.NextPrefix(), lab.NextPrefix(), lab.NextPrefix()];
        for (int round = 0; round < 3; round++)
        {
            foreach (string prefix in prefixes)
            {
                await peer.SendAsync(Announce(prefix, [.. Mandatory(LabPeer.Limited), .. Attribute(OptionalTransitive, 8, 0xfd, 0xe8, 0, (byte)round)]));
            }
        }

        await observer.RouteAsync(prefixes[2], route => route[8]![3] == 2);
        Assert.True(peer.IsUp);
    }

    [Theory, Rfc(9003, "3"), Rfc(9003, "2")]
    [InlineData(2, "0568656C6C6F", "hello")]
    [InlineData(4, "0568656C6C6F", "hello")]
    [InlineData(2, "03C3B67A", "öz")]
    [InlineData(2, "00", "")]
    [InlineData(2, "", "")]
    [InlineData(2, "0568656C6C6F212121", "hello")]
    public async Task What_the_neighbour_gives_as_its_reason_is_shown(byte subcode, string data, string shown)
    {
        JsonNode error = await HearAsync(subcode, Convert.FromHexString(data));
        Assert.Contains(shown, error["text"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory, Rfc(9003, "4")]
    [InlineData("0568690A1B5B", "\n")]
    [InlineData("0568690A1B5B", "\u001b")]
    [InlineData("03FF41FE", "\u00ff")]
    [InlineData("FF6869", "\0")]
    public async Task What_a_terminal_could_take_amiss_is_not_shown(string data, string hidden)
    {
        JsonNode error = await HearAsync(2, Convert.FromHexString(data));
        Assert.DoesNotContain(hidden, error["text"]!.ToString(), StringComparison.Ordinal);
    }

    private static LabPeer Disabled(string text) =>
        Peer with { More = $$""", "disabled": true{{(text.Length == 0 ? "" : $", \"shutdownMessage\": \"{text}\"")}}""" };

    private async Task<JsonNode> HearAsync(byte subcode, byte[] data)
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.Twin);
        await peer.SendAsync(BgpBytes.Message(BgpBytes.Notification, [6, subcode, .. data]));
        await peer.EndAsync();
        JsonNode? error = null;
        await Eventually.TrueAsync("the error is known", async () =>
        {
            JsonNode known = (await lab.Daemon.PeerAsync(LabPeer.Twin.Address))!;
            error = known["lastError"];
            return known["state"]!.ToString() != "Established" && error?["direction"]?.ToString() == "received" && error["subcode"]!.GetValue<byte>() == subcode;
        });
        return error!;
    }

    // As it was, and known to the daemon.
    private async Task RestoreAsync()
    {
        await lab.ChangeAsync(Peer with { More = """, "maxPrefixes": {"limit": 99}""" });
        await Eventually.TrueAsync("the neighbour is as before", async () =>
            await lab.Daemon.PeerAsync(Peer.Address) is { } peer && peer["disabled"]?.GetValue<bool>() != true && peer["state"]?.ToString() != "Idle"
            && peer["families"]?[0]?["limit"]?.GetValue<int>() == 99 && peer["timers"]?["configuredHoldSeconds"]?.GetValue<double>() == 90);
    }
}
