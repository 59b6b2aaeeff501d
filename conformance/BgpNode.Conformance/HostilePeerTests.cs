using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Racks;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Conformance;

/// <summary>A peer that breaks the rules is told which one, and nobody else notices.</summary>
public sealed class HostilePeerTests
{
    private const string Hostile = "172.31.1.66";
    private const uint HostileAs = 65066;

    [Theory]
    [Rfc(4271, "6.1"), Rfc(4271, "6.2"), Rfc(6608, "4")]
    [InlineData("a marker that is not all ones", 1, 1)]
    [InlineData("a length of 18", 1, 2)]
    [InlineData("a message of type 9", 1, 3)]
    [InlineData("BGP version 3", 2, 1)]
    [InlineData("another AS than configured", 2, 2)]
    [InlineData("the BGP identifier 0.0.0.0", 2, 3)]
    [InlineData("a hold time of one second", 2, 6)]
    [InlineData("a KEEPALIVE before the OPEN", 5, 1)]
    public async Task Garbage_instead_of_an_OPEN_is_answered_with_its_NOTIFICATION(string what, byte code, byte subcode)
    {
        Needs.Bird();
        await using Rack rack = await StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(rack.TorNamespace, Hostile, rack.Nodes[0].Address);

        await peer.SendAsync(FirstMessage(what));

        await AssertToldAsync(rack, peer, code, subcode);
    }

    [Theory]
    [Rfc(4271, "6.1"), Rfc(4271, "6.3"), Rfc(6608, "4")]
    [InlineData("a marker that is not all ones", 1, 1)]
    [InlineData("a message of type 9", 1, 3)]
    [InlineData("a prefix of 33 bits", 3, 10)]
    [InlineData("a second OPEN", 5, 3)]
    public async Task Garbage_in_an_established_session_is_answered_with_its_NOTIFICATION(string what, byte code, byte subcode)
    {
        Needs.Bird();
        await using Rack rack = await StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(rack.TorNamespace, Hostile, rack.Nodes[0].Address);
        await peer.EstablishAsync(HostileAs);

        await peer.SendAsync(LaterMessage(what));

        await AssertToldAsync(rack, peer, code, subcode);
    }

    [Fact]
    public async Task Random_bytes_end_the_connection_and_nothing_else()
    {
        Needs.Bird();
        await using Rack rack = await StartAsync();
        var random = new Random(4271);
        for (int round = 0; round < 20; round++)
        {
            using RawPeer peer = await RawPeer.ConnectAsync(rack.TorNamespace, Hostile, rack.Nodes[0].Address);
            byte[] garbage = new byte[random.Next(19, 4096)];
            random.NextBytes(garbage);
            await peer.SendAsync(garbage);
            Assert.NotNull(await peer.ReceiveAsync(BgpBytes.Notification));
        }

        await AssertOthersAreUpAsync(rack);
    }

    private static byte[] FirstMessage(string what) => what switch
    {
        "a marker that is not all ones" => BgpBytes.Changed(BgpBytes.OpenOf(HostileAs), 3, 0),
        "a length of 18" => BgpBytes.Changed(BgpBytes.OpenOf(HostileAs), 16, 0, 18),
        "a message of type 9" => BgpBytes.Message(9),
        "BGP version 3" => BgpBytes.OpenOf(HostileAs, version: 3),
        "another AS than configured" => BgpBytes.OpenOf(HostileAs + 1),
        "the BGP identifier 0.0.0.0" => BgpBytes.OpenOf(HostileAs, identifier: "0.0.0.0"),
        "a hold time of one second" => BgpBytes.OpenOf(HostileAs, hold: 1),
        _ => BgpBytes.Message(BgpBytes.Keepalive),
    };

    private static byte[] LaterMessage(string what) => what switch
    {
        "a marker that is not all ones" => BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 3, 0),
        "a message of type 9" => BgpBytes.Message(9),
        // No withdrawn routes; ORIGIN IGP, AS_PATH 65066, NEXT_HOP 172.31.1.66; NLRI of length 33
        "a prefix of 33 bits" => BgpBytes.Message(BgpBytes.Update,
            0, 0, 0, 20, 0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, 0xfe, 0x2a, 0x40, 3, 4, 172, 31, 1, 66, 33, 203, 0, 113, 0, 0),
        _ => BgpBytes.OpenOf(HostileAs),
    };

    private static async Task<Rack> StartAsync()
    {
        Rack rack = await Rack.StartAsync(new RackPlan { TorAnnounces = ["203.0.113.0/24"] });
        RackNode node = rack.Nodes[0];
        await rack.TorNamespace.IpAsync($"addr add {Hostile}/24 dev {node.TorInterface}");
        await rack.PutAsync(Resource.Peer("hostile", node, Hostile, HostileAs, """, "passive": true"""));
        await Eventually.TrueAsync("the daemon knows the hostile neighbour", async () => await rack.Daemons[0].PeerAsync(Hostile) is not null, detail: rack.Logs);
        return rack;
    }

    private static async Task AssertToldAsync(Rack rack, RawPeer peer, byte code, byte subcode)
    {
        byte[]? notification = await peer.ReceiveAsync(BgpBytes.Notification);
        Assert.True(notification is { Length: >= 2 }, $"No NOTIFICATION came. {rack.Logs()}");
        Assert.Equal((code, subcode), (notification[0], notification[1]));
        await AssertOthersAreUpAsync(rack);
    }

    private static async Task AssertOthersAreUpAsync(Rack rack)
    {
        JsonNode other = (await rack.Daemons[0].PeerAsync(rack.Nodes[0].TorAddress))!;
        Assert.Equal(("Established", 1), (other["state"]!.ToString(), other["established"]!.GetValue<int>()));
    }
}
