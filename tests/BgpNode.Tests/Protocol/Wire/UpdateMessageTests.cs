using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class UpdateMessageTests
{
    [Fact, Rfc(4271, "4.3")]
    public void An_UPDATE_has_three_parts()
    {
        Assert.True(UpdateMessage.TryRead(Bytes.Hex("0002 080a 0004 40010100 18c0a801"), out UpdateMessage update, out _));
        Assert.Equal(Bytes.Hex("080a"), update.Withdrawn.ToArray());
        Assert.Equal(Bytes.Hex("40010100"), update.Attributes.ToArray());
        Assert.Equal(Bytes.Hex("18c0a801"), update.Nlri.ToArray());
    }

    [Theory, Rfc(4271, "6.3"), Rfc(7606, "3")]
    [InlineData("0001 0000")]
    [InlineData("0000 0001")]
    [InlineData("ffff 0000 00")]
    [InlineData("0000 00")]
    public void Lengths_that_do_not_fit_reset_the_session(string body)
    {
        Assert.False(UpdateMessage.TryRead(Bytes.Hex(body), out _, out ProtocolError? error));
        Assert.Equal(ProtocolError.MalformedAttributeList, error);
    }

    [Theory, Rfc(4724, "2")]
    [InlineData(Family.IPv4, "0000 0000")]
    [InlineData(Family.IPv6, "0000 0006 800f03 0002 01")]
    public void End_of_RIB_is_written_as_it_is_read(Family family, string body)
    {
        byte[] message = Bytes.Message(MessageType.Update, body);
        Assert.Equal(message, Bytes.Of(output => UpdateMessage.WriteEndOfRib(output, family)));
        Assert.True(UpdateMessage.TryRead(message.AsSpan(19), out UpdateMessage update, out _));
        Assert.True(update.IsEndOfRib(out Family read));
        Assert.Equal(family, read);
    }

    [Theory, Rfc(4724, "2")]
    [InlineData("0000 0007 900f0003 0001 01", true)] // IPv4 in the other form
    [InlineData("0000 0007 800f04 0002 01 00", false)] // ::/0 withdrawn
    [InlineData("0000 0006 800f03 0002 80", false)] // another SAFI
    [InlineData("0000 0004 40010100", false)]
    [InlineData("0000 000a 800f03 0002 01 40010100", false)]
    [InlineData("0001 00 0000", false)]
    [InlineData("0000 0000 00", false)]
    [InlineData("0000 0005 800f03 0002", false)]
    public void What_says_more_is_not_End_of_RIB(string body, bool expected)
    {
        Assert.True(UpdateMessage.TryRead(Bytes.Hex(body), out UpdateMessage update, out _));
        Assert.Equal(expected, update.IsEndOfRib(out _));
    }

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 64].Sample(octets =>
    {
        foreach (Family family in FamilyExtensions.All)
        {
            foreach (bool addPath in new[] { false, true })
            {
                var prefixes = new NlriReader(octets, family, addPath);
                while (prefixes.Read(out _, out _))
                {
                }

                Assert.Equal(!prefixes.Malformed, NlriReader.IsWellFormed(octets, family, addPath));
            }
        }

        ScannedAttributes scanned = AttributeScanner.Scan(octets);
        Assert.True(scanned.CopyRest(new byte[octets.Length]) <= octets.Length);
        _ = scanned.Rest.Length;
        if (MpReach.TryRead(octets, out MpReach reach))
        {
            MpReach.TryReadNextHop(reach.NextHop, out _, out _);
        }

        MpUnreach.TryRead(octets, out _);
        if (UpdateMessage.TryRead(octets, out UpdateMessage update, out _))
        {
            update.IsEndOfRib(out _);
        }
    }, iter: 10_000);
}
