using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class NotificationMessageTests
{
    public static TheoryData<ProtocolError, string, string> Errors => new()
    {
        { ProtocolError.ConnectionNotSynchronized, "01 01", "Message Header Error/Connection Not Synchronized" },
        { ProtocolError.BadMessageLength(18), "01 02 0012", "Message Header Error/Bad Message Length: length 18" },
        { ProtocolError.BadMessageType(9), "01 03 09", "Message Header Error/Bad Message Type: type 9" },
        { ProtocolError.MalformedOpen, "02 00", "OPEN Message Error" },
        { ProtocolError.UnsupportedVersion, "02 01 0004", "OPEN Message Error/Unsupported Version Number: version 4 is supported" },
        { ProtocolError.BadPeerAs(new(65001)), "02 02 fde9", "OPEN Message Error/Bad Peer AS: AS 65001" },
        { ProtocolError.BadPeerAs(new(65536)), "02 02 00010000", "OPEN Message Error/Bad Peer AS: AS 65536" },
        { ProtocolError.BadIdentifier, "02 03", "OPEN Message Error/Bad BGP Identifier" },
        { ProtocolError.UnacceptableHoldTime, "02 06", "OPEN Message Error/Unacceptable Hold Time" },
        { ProtocolError.UnsupportedCapability(new MultiprotocolCapability(Family.IPv6)), "02 07 0104 00020001", "OPEN Message Error/Unsupported Capability: 010400020001" },
        { ProtocolError.RoleMismatch, "02 0b", "OPEN Message Error/Role Mismatch" },
        { ProtocolError.MissingWellKnown(AttributeType.NextHop), "03 03 03", "UPDATE Message Error/Missing Well-known Attribute: NEXT_HOP" },
        { ProtocolError.OptionalAttribute([0x80, 0x04, 0x00]), "03 09 800400", "UPDATE Message Error/Optional Attribute Error: 800400" },
        { ProtocolError.HoldTimerExpired, "04 00", "Hold Timer Expired" },
        { ProtocolError.UnexpectedInOpenSent(4), "05 01 04", "Finite State Machine Error/Receive Unexpected Message in OpenSent State: message type 4" },
        { ProtocolError.UnexpectedInOpenConfirm(2), "05 02 02", "Finite State Machine Error/Receive Unexpected Message in OpenConfirm State: message type 2" },
        { ProtocolError.UnexpectedInEstablished(1), "05 03 01", "Finite State Machine Error/Receive Unexpected Message in Established State: message type 1" },
        { ProtocolError.MaxPrefixesReached(Family.IPv6, 1000), "06 01 0002 01 000003e8", "Cease/Maximum Number of Prefixes Reached: ipv6 limit 1000" },
        { ProtocolError.AdministrativeShutdown(), "06 02", "Cease/Administrative Shutdown" },
        { ProtocolError.AdministrativeShutdown("lunch"), "06 02 05 6c756e6368", "Cease/Administrative Shutdown: lunch" },
        { ProtocolError.PeerDeconfigured, "06 03", "Cease/Peer De-configured" },
        { ProtocolError.AdministrativeReset("é"), "06 04 02 c3a9", "Cease/Administrative Reset: é" },
        { ProtocolError.ConnectionRejected, "06 05", "Cease/Connection Rejected" },
        { ProtocolError.OtherConfigurationChange, "06 06", "Cease/Other Configuration Change" },
        { ProtocolError.ConnectionCollisionResolution, "06 07", "Cease/Connection Collision Resolution" },
        { ProtocolError.OutOfResources, "06 08", "Cease/Out of Resources" },
        { ProtocolError.HardReset(ProtocolError.AdministrativeShutdown("bye")), "06 09 06 02 03 627965", "Cease/Hard Reset: Cease/Administrative Shutdown: bye" },
        { ProtocolError.BfdDown, "06 0a", "Cease/BFD Down" },
        { ProtocolError.SendHoldTimerExpired, "08 00", "Send Hold Timer Expired" },
        { new ProtocolError((NotificationCode)99, 7), "63 07", "Error 99/subcode 7" },
    };

    [Theory, Rfc(4271, "4.5"), Rfc(4486, "4"), Rfc(6608, "4"), Rfc(8538, "3.1"), Rfc(9003, "2"), Rfc(9384, "3"), Rfc(9687, "3.3")]
    [MemberData(nameof(Errors))]
    public void An_error_is_written_read_and_described(ProtocolError error, string body, string words)
    {
        byte[] message = Bytes.Message(MessageType.Notification, body);
        Assert.Equal(message, Bytes.Of(new NotificationMessage(error).Write));
        Assert.True(NotificationMessage.TryRead(message.AsSpan(19), out NotificationMessage read));
        Assert.Equal(error, read.Error);
        Assert.Equal(words, read.Error.Describe());
    }

    [Fact, Rfc(7313, "5")]
    public void A_ROUTE_REFRESH_mark_of_the_wrong_length_is_sent_back_whole()
    {
        Assert.False(RouteRefreshMessage.TryRead(Bytes.Hex("0001 01 01 00"), out _, out ProtocolError? error));
        Assert.Equal(new ProtocolError(NotificationCode.RouteRefreshMessage, 1, Bytes.Message(MessageType.RouteRefresh, "0001010100")), error);
    }

    [Theory, Rfc(9003, "2")]
    [InlineData("a\u001b[31mb", @"a\u{1b}[31mb")] // terminal escape
    [InlineData("a\nb", @"a\u{a}b")]
    [InlineData("a\u202eb", @"a\u{202e}b")] // right to left
    [InlineData("\ue000", @"\u{e000}")]
    public void A_shutdown_text_cannot_rewrite_the_line_it_is_shown_in(string text, string shown) =>
        Assert.Equal($"Cease/Administrative Shutdown: {shown}", ProtocolError.AdministrativeShutdown(text).Describe());

    [Fact, Rfc(9003, "2")]
    public void A_shutdown_text_is_cut_between_characters()
    {
        ReadOnlySpan<byte> data = ProtocolError.AdministrativeShutdown(new string('é', 200)).Data.Span;
        Assert.Equal(254, data[0]); // 127 characters of two octets
        Assert.Equal(255, data.Length);
        Assert.Equal(255, ProtocolError.AdministrativeShutdown(new string('a', 300)).Data.Span[0]);
    }

    [Theory, Rfc(9003, "2")]
    [InlineData("05 6162", "056162")] // longer than the data
    [InlineData("02 fffe", "\ufffd\ufffd")] // not UTF-8
    [InlineData("00", "")]
    public void A_wrong_shutdown_text_is_shown_as_well_as_it_can_be(string data, string shown)
    {
        string words = new ProtocolError(NotificationCode.Cease, 2, Bytes.Hex(data)).Describe();
        Assert.Equal(shown.Length == 0 ? "Cease/Administrative Shutdown" : $"Cease/Administrative Shutdown: {shown}", words);
    }

    [Fact]
    public void Data_that_is_too_long_is_cut()
    {
        byte[] message = Bytes.Of(new NotificationMessage(ProtocolError.OptionalAttribute(new byte[60000])).Write);
        Assert.Equal(MessageFraming.MaxLength, message.Length);
    }

    [Fact]
    public void Any_error_can_be_described() => Gen.Byte.Array[0, 40].Sample(octets =>
        !NotificationMessage.TryRead(octets, out NotificationMessage read) || read.Error.Describe().Length > 0);

    [Fact]
    public void A_NOTIFICATION_cut_short_is_refused() => Assert.False(NotificationMessage.TryRead([6], out _));

    [Theory, Rfc(2918, "3"), Rfc(7313, "3.2")]
    [InlineData("0001 00 01", 1, 0)]
    [InlineData("0002 01 01", 2, 1)]
    [InlineData("0001 02 80", 1, 2)]
    public void ROUTE_REFRESH_is_written_as_it_is_read(string body, ushort afi, byte subtype)
    {
        byte[] message = Bytes.Message(MessageType.RouteRefresh, body);
        Assert.True(RouteRefreshMessage.TryRead(message.AsSpan(19), out RouteRefreshMessage read, out _));
        Assert.Equal((afi, subtype), (read.Afi, read.Subtype));
        Assert.Equal(message, Bytes.Of(read.Write));
    }

    [Fact, Rfc(4271, "6.1")]
    public void A_ROUTE_REFRESH_request_that_is_too_long_has_a_bad_length()
    {
        Assert.False(RouteRefreshMessage.TryRead(Bytes.Hex("0001 00 01 00"), out _, out ProtocolError? error));
        Assert.Equal(ProtocolError.BadMessageLength(24), error);
        Assert.Equal(Family.IPv6, new RouteRefreshMessage(Family.IPv6, RouteRefreshMessage.Request).Family);
        Assert.Null(new RouteRefreshMessage(1, 128, 0).Family);
    }
}
