using BgpNode.Protocol.Bfd;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Bfd;

public sealed class BfdPacketTests
{
    private static readonly BfdPacket Packet = new()
    {
        Diagnostic = BfdDiagnostic.NeighborSignaledSessionDown,
        State = BfdState.Init,
        Poll = true,
        ControlPlaneIndependent = true,
        DetectMultiplier = 3,
        MyDiscriminator = 0x01020304,
        YourDiscriminator = 0x0a0b0c0d,
        DesiredMinTx = 100_000,
        RequiredMinRx = 1_000_000,
    };

    private const string Octets = "23 a8 03 18 01020304 0a0b0c0d 000186a0 000f4240 00000000";

    [Fact, Rfc(5880, "4.1")]
    public void A_packet_is_written_as_it_is_read()
    {
        byte[] room = new byte[BfdPacket.Length];
        Packet.Write(room);
        Assert.Equal(Bytes(Octets), room);
        Assert.Equal(BfdPacketError.None, BfdPacket.TryRead(room, out BfdPacket read));
        Assert.Equal(Packet, read);
    }

    [Theory, Rfc(5880, "6.8.6")]
    [InlineData("23 a8 03 18 01020304 0a0b0c0d 000186a0 000f4240 000000", BfdPacketError.Length)]
    [InlineData("23 a8 03 17 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Length)]
    [InlineData("23 a8 03 19 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Length)]
    [InlineData("", BfdPacketError.Length)]
    [InlineData("03 a8 03 18 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Version)]
    [InlineData("43 a8 03 18 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Version)]
    [InlineData("23 a8 00 18 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Content)]
    [InlineData("23 a9 03 18 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Content)]
    [InlineData("23 a8 03 18 00000000 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Content)]
    [InlineData("23 a8 03 18 01020304 00000000 000186a0 000f4240 00000000", BfdPacketError.Content)]
    [InlineData("23 ac 03 18 01020304 0a0b0c0d 000186a0 000f4240 00000000", BfdPacketError.Authentication)]
    [InlineData("23 68 03 18 01020304 00000000 000186a0 000f4240 00000000", BfdPacketError.None)]
    [InlineData("23 a8 03 18 01020304 0a0b0c0d 000186a0 000f4240 00000000 ffff", BfdPacketError.None)]
    public void Whatever_is_wrong_is_dropped(string octets, BfdPacketError expected) =>
        Assert.Equal(expected, BfdPacket.TryRead(Bytes(octets), out _));

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
