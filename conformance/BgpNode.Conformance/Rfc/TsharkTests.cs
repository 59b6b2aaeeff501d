using System.Text.Json.Nodes;
using BgpNode.Conformance.Lab;
using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using BgpNode.TestKit;
using Xunit;
using static BgpNode.Conformance.Rfc.Lab.UpdateBytes;

namespace BgpNode.Conformance.Rfc;

/// <summary>What the daemon sends, as an independent decoder reads it.</summary>
public sealed class TsharkTests(RfcLab lab) : IClassFixture<RfcLab>
{
    [Fact]
    [Rfc(4271, "4.1"), Rfc(4271, "4.2"), Rfc(4271, "4.3"), Rfc(4271, "4.4"), Rfc(4271, "4.5"), Rfc(4760, "3"), Rfc(4760, "4"), Rfc(6793, "4.2.2")]
    [Rfc(8092, "3"), Rfc(8950, "3"), Rfc(9003, "2"), Rfc(5492, "4"), Rfc(4456, "8")]
    public async Task A_session_with_everything_in_it_is_decoded_without_a_complaint()
    {
        Needs.Program("tshark", "tshark");
        await using Capture capture = await Capture.StartAsync(lab.Node, "peers", lab.Folder);
        await TalkAsync();
        JsonNode[] packets = await capture.EndAsync($"bgp && ip.src == {RfcLab.NodeAddress}", $"bgp.notify.major_error == 2 && ip.src == {RfcLab.NodeAddress}");
        string[] text = [.. packets.Select(packet => packet.ToJsonString())];
        Assert.NotEmpty(text);
        Assert.Equal([], text.Where(packet => packet.Contains("_ws.expert", StringComparison.Ordinal) || packet.Contains("_ws.malformed", StringComparison.Ordinal)));

        string[] Values(string field) => [.. packets.SelectMany(packet => Find(packet, field)).Distinct()];
        Assert.Equal(["1", "2", "3", "4"], Values("bgp.type").Order());
        Assert.Equal(["64512"], Values("bgp.open.myas"));
        Assert.Contains("90", Values("bgp.open.holdtime"));
        Assert.Equal([RfcLab.NodeAddress], Values("bgp.open.identifier"));
        Assert.Equal([], new[] { "1", "2", "6", "65", "5" }.Except(Values("bgp.cap.type")));
        Assert.Contains(RfcLab.NodeAddress, Values("bgp.update.path_attribute.next_hop"));
        Assert.Contains(RfcLab.NodeAddressIPv6, Values("bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6").Concat(Values("bgp.update.path_attribute.mp_reach_nlri.next_hop")));
        Assert.Equal([], new[] { "64512", "65011", "4200000777" }.Except(Values("bgp.update.path_attribute.as_path_segment.as4")));
        Assert.Equal([], new[] { "64512", "65011", "23456" }.Except(Values("bgp.update.path_attribute.as_path_segment.as2")));
        Assert.Contains("65000", Values("bgp.update.path_attribute.community_as"));
        Assert.Contains("250", Values("bgp.update.path_attribute.local_pref"));
        Assert.Contains(LabPeer.Client.Identifier, Values("bgp.update.path_attribute.originator_id"));
        Assert.Contains("6", Values("bgp.notify.major_error"));
        Assert.Contains("2", Values("bgp.notify.minor_error_cease"));
        Assert.Contains("until ten", Values("bgp.notify.communication_str").Concat(Values("bgp.notify.communication")).FirstOrDefault() ?? string.Join(' ', text), StringComparison.Ordinal);
    }

    private async Task TalkAsync()
    {
        RfcPeer outside = await lab.LastingAsync(LabPeer.External);
        RfcPeer observer = await lab.LastingAsync(LabPeer.Observer);
        RfcPeer inside = await lab.LastingAsync(LabPeer.Internal);
        RfcPeer client = await lab.LastingAsync(LabPeer.Client);
        await using RfcPeer old = await lab.EstablishAsync(LabPeer.Small, OpenBytes.OldOf(LabPeer.Small));
        await using RfcPeer overIPv6 = await lab.EstablishAsync(LabPeer.OverIPv6, OpenBytes.With(LabPeer.OverIPv6, OpenBytes.Parameter(
            [.. OpenBytes.IPv4, .. OpenBytes.IPv6, .. OpenBytes.FourOctetAs(LabPeer.OverIPv6.As), .. OpenBytes.Capability(5, 0, 1, 0, 1, 0, 2)])));

        string prefix = lab.NextPrefix(), prefixIPv6 = lab.NextPrefixIPv6(), reflected = lab.NextPrefix();
        byte[] path = Path(LabPeer.External.As, 4_200_000_777);
        byte[] communities =
        [
            .. Attribute(OptionalTransitive, 8, 0xfd, 0xe8, 0, 9), .. Attribute(OptionalTransitive, 16, 0, 2, 0xfd, 0xe8, 0, 0, 0, 5),
            .. Attribute(OptionalTransitive, 32, 0, 0, 0xfd, 0xe8, 0, 0, 0, 1, 0, 0, 0, 2), .. Attribute(OptionalTransitive, 7, [.. Octets(4_200_000_777), 192, 0, 2, 1]),
            .. Attribute(WellKnown, 6), .. Med(20),
        ];
        await outside.SendAsync(Announce(prefix, [.. Igp, .. path, .. NextHop(LabPeer.External.Address), .. communities]));
        await outside.SendAsync(Update([], [.. Igp, .. path, .. communities, .. Reach(prefixIPv6, "fd00:9::99")], []));
        await client.SendAsync(Announce(reflected, [.. Igp, .. Path(), .. NextHop(LabPeer.Client.Address), .. LocalPref(250)]));
        await observer.RouteAsync(prefix);
        await observer.RouteAsync(prefixIPv6);
        await inside.RouteAsync(reflected);
        await old.RouteAsync(prefix);
        await overIPv6.RouteAsync(prefix);
        await observer.SendAsync(BgpBytes.Message(5, 0, 1, 0, 1));
        await outside.SendAsync(Withdraw(prefix));
        await outside.SendAsync(Update([], Unreach(prefixIPv6), []));
        await observer.GoneAsync(prefix);
        await observer.GoneAsync(prefixIPv6);

        await using RfcPeer stopped = await lab.EstablishAsync(LabPeer.Changing);
        await lab.ChangeAsync(LabPeer.Changing with { More = """, "disabled": true, "shutdownMessage": "until ten" """ });
        await stopped.NotificationAsync();
        await using RfcPeer wrong = await lab.ConnectAsync(LabPeer.Twin);
        await wrong.SendAsync(OpenBytes.With(LabPeer.Twin, OpenBytes.Parameter(OpenBytes.FourOctetAs(65099)), my: 65099));
        await wrong.NotificationAsync();
    }

    // All values of a field, however deep.
    private static IEnumerable<string> Find(JsonNode? node, string field) => node switch
    {
        JsonObject parts => parts.SelectMany(part => part.Key == field ? Leaves(part.Value) : Find(part.Value, field)),
        JsonArray items => items.SelectMany(item => Find(item, field)),
        _ => [],
    };

    private static IEnumerable<string> Leaves(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Leaves),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
