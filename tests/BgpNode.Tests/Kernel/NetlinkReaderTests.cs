using BgpNode.Kernel;
using BgpNode.Kernel.Netlink;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Kernel;

public class NetlinkReaderTests
{
    [Fact]
    public void Messages_are_cut_at_their_padded_ends()
    {
        var reader = new NetlinkReader(Messages.Hex("12000000 0100 0000 07000000 00000000 aabb 0000 10000000 0300 0000 08000000 00000000"));
        Assert.True(reader.Next(out NetlinkMessage first));
        Assert.Equal((7u, 2), (first.Sequence, first.Payload.Length));
        Assert.True(reader.Next(out NetlinkMessage second));
        Assert.Equal(8u, second.Sequence);
        Assert.False(reader.Next(out _) || reader.Malformed);
    }

    [Theory]
    [InlineData("10000000")] // no whole header
    [InlineData("0f000000 0100 0000 00000000 00000000")] // shorter than its header
    [InlineData("14000000 0100 0000 00000000 00000000")] // ends behind the buffer
    public void A_wrong_length_ends_the_walk(string hex)
    {
        var reader = new NetlinkReader(Messages.Hex(hex));
        Assert.False(reader.Next(out _));
        Assert.True(reader.Malformed);
    }

    [Fact]
    public void A_refusal_carries_its_number_and_the_kernels_words()
    {
        // NLMSG_ERROR, capped, with attributes: -101, the header of request 9, NLMSGERR_ATTR_MSG
        NetlinkMessage message = Messages.Of(Messages.Hex(
            "30000000 0200 0003 09000000 00000000 9bffffff 44000000 1800 0506 09000000 00000000 0c00 0100 4e6f207761790000"));
        Assert.Equal(Errno.NetworkUnreachable, message.ErrorNumber);
        Assert.Equal("No way", message.ErrorText());
    }

    [Fact]
    public void No_attributes_whatever_throw_or_loop() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        var attributes = new AttributeReader(bytes);
        int count = 0;
        while (attributes.Next(out _, out _))
        {
            count++;
        }

        return count <= 25;
    });

    [Fact]
    public void An_error_number_is_said_with_name_and_meaning()
    {
        Assert.Equal("ENETUNREACH: the gateway is not on a connected network", Errno.Describe(Errno.NetworkUnreachable));
        Assert.Equal("EINVAL: the kernel does not accept this combination (kernel: Invalid scope)", Errno.Describe(22, "Invalid scope"));
        Assert.Equal("errno 77", Errno.Name(77));
    }
}
