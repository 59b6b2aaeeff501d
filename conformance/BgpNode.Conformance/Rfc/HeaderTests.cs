using BgpNode.Conformance.Lab.Raw;
using BgpNode.Conformance.Rfc.Lab;
using Xunit;

namespace BgpNode.Conformance.Rfc;

/// <summary>Message header errors, RFC 4271 §6.1: code, subcode and data, before and after the session is up.</summary>
public sealed class HeaderTests(RfcLab lab) : IClassFixture<RfcLab>
{
    private static readonly Dictionary<string, (string Rule, byte[] Message, byte Subcode, byte[] Data)> Cases = new()
    {
        ["a marker with a zero in front"] = ("4271 §6.1", BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 0, 0), 1, []),
        ["a marker with a zero at its end"] = ("4271 §6.1", BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 15, 0xfe), 1, []),
        ["a length of 0"] = ("4271 §6.1", BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 16, 0, 0), 2, [0, 0]),
        ["a length of 18"] = ("4271 §6.1", BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 16, 0, 18), 2, [0, 18]),
        ["an OPEN of 28 octets"] = ("4271 §6.1", BgpBytes.Message(BgpBytes.Open, new byte[9]), 2, [0, 28]),
        ["an OPEN of 4097 octets"] = ("8654 §4", BgpBytes.Message(BgpBytes.Open, new byte[4078]), 2, [0x10, 0x01]),
        ["an UPDATE of 22 octets"] = ("4271 §6.1", BgpBytes.Message(BgpBytes.Update, new byte[3]), 2, [0, 22]),
        ["a NOTIFICATION of 20 octets"] = ("4271 §6.1", BgpBytes.Message(BgpBytes.Notification, new byte[1]), 2, [0, 20]),
        ["a KEEPALIVE of 20 octets"] = ("4271 §6.1", BgpBytes.Message(BgpBytes.Keepalive, new byte[1]), 2, [0, 20]),
        ["a KEEPALIVE of 4097 octets"] = ("8654 §4", BgpBytes.Message(BgpBytes.Keepalive, new byte[4078]), 2, [0x10, 0x01]),
        ["a KEEPALIVE of 65535 octets"] = ("4271 §6.1", BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 16, 0xff, 0xff), 2, [0xff, 0xff]),
        ["a ROUTE-REFRESH of 22 octets"] = ("2918 §3", BgpBytes.Message(5, new byte[3]), 2, [0, 22]),
        ["a marker of zeros"] = ("4271 §6.1", BgpBytes.Changed(BgpBytes.Message(BgpBytes.Keepalive), 0, new byte[16]), 1, []),
        ["a message of type 0"] = ("4271 §6.1", BgpBytes.Message(0), 3, [0]),
        ["a message of type 6"] = ("4271 §6.1", BgpBytes.Message(6), 3, [6]),
        ["a message of type 255"] = ("4271 §6.1", BgpBytes.Message(255), 3, [255]),
    };

    public static TheoryData<string> Rows => [.. Cases.Select(row => RfcRow.Of(row.Key, row.Value.Rule))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Instead_of_an_OPEN_a_broken_header_gets_its_NOTIFICATION(string what)
    {
        await using RfcPeer peer = await lab.ConnectAsync(LabPeer.External);
        await AssertToldAsync(peer, what);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task In_a_session_a_broken_header_gets_its_NOTIFICATION(string what)
    {
        await using RfcPeer peer = await lab.EstablishAsync(LabPeer.External);
        await AssertToldAsync(peer, what);
    }

    private static async Task AssertToldAsync(RfcPeer peer, string what)
    {
        await peer.SendAsync(Cases[what].Message);
        (byte code, byte subcode, byte[] data) = await peer.NotificationAsync();
        Assert.Equal((1, Cases[what].Subcode, Convert.ToHexString(Cases[what].Data)), (code, subcode, Convert.ToHexString(data)));
    }
}
