using BgpNode.Demo.Probing;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Demo;

public class EchoTests
{
    // The example of RFC 1071 §3: the sum is ddf2, the checksum its complement.
    [Fact, Rfc(1071, "3")]
    public void The_checksum_is_the_one_of_the_RFCs_example() =>
        Assert.Equal(0x220d, EchoSocket.Checksum([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]));

    [Fact]
    public void A_message_with_its_checksum_in_it_sums_up_to_nothing()
    {
        byte[] message = [8, 0, 0, 0, 0x12, 0x34, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe];
        ushort checksum = EchoSocket.Checksum(message);
        (message[2], message[3]) = ((byte)(checksum >> 8), (byte)checksum);
        Assert.Equal(0, EchoSocket.Checksum(message));
    }
}
