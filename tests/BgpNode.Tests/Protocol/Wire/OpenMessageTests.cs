using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class OpenMessageTests
{
    public static TheoryData<string, Capability> Capabilities => new()
    {
        { "01 04 0001 00 01", new MultiprotocolCapability(Family.IPv4) },
        { "01 04 0002 00 01", new MultiprotocolCapability(Family.IPv6) },
        { "01 04 0001 00 80", new MultiprotocolCapability(1, 128) },
        { "02 00", new RouteRefreshCapability() },
        { "05 06 0001 0001 0002", new ExtendedNextHopCapability([new(1, 1, 2)]) },
        { "06 00", new ExtendedMessageCapability() },
        { "09 01 03", new RoleCapability(BgpRole.Customer) },
        { "40 02 c07b", new GracefulRestartCapability(12, 123, []) },
        { "40 0a 8078 0001 01 80 0002 01 00", new GracefulRestartCapability(8, 120, [new(1, 1, 0x80), new(2, 1, 0)]) },
        { "41 04 fffffffe", new FourOctetAsCapability(new(4294967294)) },
        { "45 08 0001 01 01 0002 01 03", new AddPathCapability([new(1, 1, AddPathMode.Receive), new(2, 1, AddPathMode.Both)]) },
        { "46 00", new EnhancedRouteRefreshCapability() },
        { "47 07 0001 01 80 015180", new LongLivedGracefulRestartCapability([new(1, 1, 0x80, 86400)]) },
        { "49 03 02 6e31", new UnknownCapability(73, [0x02, 0x6e, 0x31]) },
    };

    [Theory, Rfc(5492, "4")]
    [MemberData(nameof(Capabilities))]
    public void A_capability_is_written_as_it_is_read(string octets, Capability capability)
    {
        byte[] wire = Bytes.Hex(octets);
        byte[] message = Bytes.Message(MessageType.Open, $"04 fde8 005a 0a000001 {wire.Length + 2:x2} 02 {wire.Length:x2} {octets}");
        var open = new OpenMessage(new(65000), 90, new(0x0a000001), [capability]);

        Assert.Equal(message, Bytes.Of(open.Write));
        Assert.True(OpenMessage.TryRead(message.AsSpan(19), out OpenMessage? read, out _));
        Assert.Equal(open, read);
        Assert.Equal(capability, read.Capabilities[0]);
    }

    [Fact, Rfc(4271, "4.2")]
    public void An_OPEN_without_capabilities_is_29_octets()
    {
        var open = new OpenMessage(new(65000), 0, new(0x0a000001), []);
        byte[] message = Bytes.Message(MessageType.Open, "04 fde8 0000 0a000001 00");
        Assert.Equal(29, message.Length);
        Assert.Equal(message, Bytes.Of(open.Write));
        Assert.True(OpenMessage.TryRead(message.AsSpan(19), out OpenMessage? read, out _));
        Assert.Equal(open, read);
        Assert.Equal(new AsNumber(65000), read.As);
    }

    [Fact, Rfc(5492, "4")]
    public void Capabilities_may_be_repeated_and_spread_over_parameters()
    {
        OpenMessage open = Read("04 5ba0 005a 0a000001 16 02 06 0104 0001 0001 02 0c 0104 0001 0001 4104 00010000");
        Assert.Equal([new MultiprotocolCapability(Family.IPv4), new MultiprotocolCapability(Family.IPv4), new FourOctetAsCapability(new(65536))], open.Capabilities);
        Assert.Equal(new AsNumber(65536), open.As);
        Assert.Null(open.Find<RouteRefreshCapability>());
    }

    [Theory]
    [InlineData("03 fde8 005a 0a000001 00", 2, 1, "0004")]
    [InlineData("05 0000 0001 00000000 ff", 2, 1, "0004")] // the version first, whatever else is wrong
    [InlineData("04 fde8 005a 0a000001 02", 2, 0, "")] // parameters run off the end
    [InlineData("04 fde8 005a 0a000001 00 00", 2, 0, "")] // octets left over
    [InlineData("04 fde8 005a 0a000001 01 02", 2, 0, "")] // half a parameter
    [InlineData("04 fde8 005a 0a000001 03 02 05 01", 2, 0, "")]
    [InlineData("04 fde8 005a 0a000001 04 02 02 01 04", 2, 0, "")] // capability runs off the end
    [InlineData("04 fde8 005a 0a000001 03 02 01 02", 2, 0, "")] // half a capability
    [InlineData("04 fde8 005a 0a000001 03 01 01 00", 2, 4, "")] // authentication, long gone
    [InlineData("04 fde8 005a 0a000001 02 07 00", 2, 4, "")]
    [InlineData("04 0000 005a 0a000001 00", 2, 2, "0000")] // RFC 7607
    [InlineData("04 5ba0 005a 0a000001 08 02 06 41 04 00000000", 2, 2, "0000")]
    [InlineData("04 fde8 0001 0a000001 00", 2, 6, "")]
    [InlineData("04 fde8 0002 0a000001 00", 2, 6, "")]
    [InlineData("04 fde8 005a 00000000 00", 2, 3, "")]
    [Rfc(4271, "6.2"), Rfc(7607, "2"), Rfc(6286, "2.1")]
    public void A_wrong_OPEN_is_answered(string body, byte code, byte subcode, string data)
    {
        Assert.False(OpenMessage.TryRead(Bytes.Hex(body), out _, out ProtocolError? error));
        Assert.Equal(new ProtocolError((NotificationCode)code, subcode, Bytes.Hex(data)), error);
    }

    [Theory, Rfc(5492, "4")]
    [InlineData("01 03 000100")]
    [InlineData("01 05 0001000100")]
    [InlineData("02 01 00")]
    [InlineData("05 05 0001000100")]
    [InlineData("06 01 00")]
    [InlineData("09 00")]
    [InlineData("40 01 00")]
    [InlineData("40 05 0078000101")]
    [InlineData("41 02 fde8")]
    [InlineData("45 03 000101")]
    [InlineData("46 02 0000")]
    [InlineData("47 06 000101800151")]
    public void A_known_capability_of_the_wrong_length_is_a_malformed_OPEN(string capability)
    {
        byte length = (byte)Bytes.Hex(capability).Length;
        Assert.False(OpenMessage.TryRead(Bytes.Hex($"04 fde8 005a 0a000001 {length + 2:x2} 02 {length:x2} {capability}"), out _, out ProtocolError? error));
        Assert.Equal(ProtocolError.MalformedOpen, error);
    }

    [Theory, Rfc(9072, "2")]
    [InlineData("04 fde8 005a 0a000001 ff ff 0009 02 0006 0104 0002 0001")]
    [InlineData("04 fde8 005a 0a000001 01 ff 0009 02 0006 0104 0002 0001")] // any length but 0 will do
    public void The_extended_form_is_read(string body) =>
        Assert.Equal([new MultiprotocolCapability(Family.IPv6)], Read(body).Capabilities);

    [Theory, Rfc(9072, "2")]
    [InlineData("04 fde8 005a 0a000001 ff ff 000a 02 0006 0104 0002 0001")]
    [InlineData("04 fde8 005a 0a000001 ff ff 00")]
    [InlineData("04 fde8 005a 0a000001 ff ff 0003 02 0001 01")]
    public void A_wrong_extended_form_is_malformed(string body)
    {
        Assert.False(OpenMessage.TryRead(Bytes.Hex(body), out _, out ProtocolError? error));
        Assert.Equal(ProtocolError.MalformedOpen, error);
    }

    [Theory, Rfc(9072, "2")]
    [InlineData(251, false)] // 2 + 251 octets of capabilities and 2 of parameter are 255
    [InlineData(252, true)]
    public void The_extended_form_is_written_when_the_short_one_is_full(int valueLength, bool extended)
    {
        var open = new OpenMessage(new(65000), 90, new(1), [new UnknownCapability(200, [.. new byte[valueLength]])]);
        byte[] message = Bytes.Of(open.Write);
        Assert.Equal(extended, message[19 + 10] == 255);
        Assert.True(OpenMessage.TryRead(message.AsSpan(19), out OpenMessage? read, out _));
        Assert.Equal(open, read);
    }

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 60].Sample(tail =>
    {
        Assert.Equal(OpenMessage.TryRead(tail, out _, out ProtocolError? error), error is null);
        byte[] parameters = [.. Bytes.Hex("04 fde8 005a 0a000001"), .. tail];
        Assert.Equal(OpenMessage.TryRead(parameters, out _, out error), error is null);
    }, iter: 10_000);

    [Fact]
    public void Any_capability_that_is_read_is_written_alike() => Gen.Select(Gen.Byte, Gen.Byte.Array[0, 24]).Sample((code, value) =>
    {
        if (!Capability.TryRead(code, value, out Capability? capability))
        {
            return;
        }

        byte[] room = new byte[64];
        var writer = new WireWriter(room);
        capability.Write(ref writer);
        Assert.True(Capability.TryRead(code, room.AsSpan(2, writer.Written - 2), out Capability? again));
        Assert.Equal(capability, again);
    }, iter: 10_000);

    private static OpenMessage Read(string body)
    {
        Assert.True(OpenMessage.TryRead(Bytes.Hex(body), out OpenMessage? open, out ProtocolError? error), error?.Describe());
        return open;
    }
}
