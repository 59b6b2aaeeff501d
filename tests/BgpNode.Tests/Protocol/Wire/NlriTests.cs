using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class NlriTests
{
    [Theory, Rfc(4271, "4.3")]
    [InlineData("0.0.0.0/0", "00")]
    [InlineData("10.0.0.0/8", "08 0a")]
    [InlineData("10.65.0.0/26", "1a 0a410000")]
    [InlineData("192.168.1.0/24", "18 c0a801")]
    [InlineData("192.0.2.1/32", "20 c0000201")]
    [InlineData("::/0", "00")]
    [InlineData("fd00:65::/122", "7a fd000065000000000000000000000000")]
    [InlineData("2001:db8::/33", "21 20010db800")]
    public void A_prefix_is_written_as_it_is_read(string text, string octets)
    {
        Prefix prefix = Prefix.Parse(text);
        byte[] wire = Bytes.Hex(octets);
        byte[] written = new byte[wire.Length];
        Assert.Equal(wire.Length, NlriWriter.Write(written, prefix));
        Assert.Equal(wire, written);
        Assert.Equal(wire.Length, NlriWriter.Octets(prefix.Length));

        var reader = new NlriReader(wire, prefix.Family, addPath: false);
        Assert.True(reader.Read(out Prefix read, out _));
        Assert.Equal(prefix, read);
        Assert.False(reader.Read(out _, out _));
        Assert.False(reader.Malformed);
    }

    [Fact, Rfc(4271, "4.3")]
    public void Trailing_bits_do_not_count()
    {
        var reader = new NlriReader(Bytes.Hex("09 0aff 14 c0a8ff 00 08 0b"), Family.IPv4, addPath: false);
        List<string> read = [];
        while (reader.Read(out Prefix prefix, out _))
        {
            read.Add(prefix.ToString());
        }

        Assert.Equal(["10.128.0.0/9", "192.168.240.0/20", "0.0.0.0/0", "11.0.0.0/8"], read);
    }

    [Fact, Rfc(7911, "3")]
    public void A_path_identifier_comes_first()
    {
        byte[] wire = Bytes.Hex("00000007 18 c0a801");
        var reader = new NlriReader(wire, Family.IPv4, addPath: true);
        Assert.True(reader.Read(out Prefix prefix, out uint pathId));
        Assert.Equal(("192.168.1.0/24", 7u), (prefix.ToString(), pathId));

        byte[] written = new byte[NlriWriter.MaxOctets];
        Assert.Equal(wire.Length, NlriWriter.Write(written, prefix, pathId));
        Assert.Equal(wire, written[..wire.Length]);
    }

    [Theory, Rfc(7606, "5.3")]
    [InlineData("21 0a000000 00", Family.IPv4, false)] // 33 bits
    [InlineData("81 00", Family.IPv6, false)]
    [InlineData("18 c0a8", Family.IPv4, false)]
    [InlineData("40 20010db8", Family.IPv6, false)]
    [InlineData("18 c0a801", Family.IPv4, true)]
    [InlineData("00000001", Family.IPv4, true)]
    public void A_wrong_prefix_ends_the_walk(string octets, Family family, bool addPath)
    {
        var reader = new NlriReader(Bytes.Hex(octets), family, addPath);
        Assert.False(reader.Read(out _, out _));
        Assert.True(reader.Malformed);
        Assert.False(NlriReader.IsWellFormed(Bytes.Hex(octets), family, addPath));
    }

    [Fact]
    public void Many_prefixes_come_back() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.UInt).Array[0, 50].Sample(rows =>
        {
            var octets = new byte[rows.Length * NlriWriter.MaxOctets];
            int length = 0;
            foreach ((uint address, int bits, uint pathId) in rows)
            {
                length += NlriWriter.Write(octets.AsSpan(length), new Prefix(Address.V4(address), bits), pathId);
            }

            var reader = new NlriReader(octets.AsSpan(0, length), Family.IPv4, addPath: true);
            foreach ((uint address, int bits, uint pathId) in rows)
            {
                Assert.True(reader.ReadV4(out uint read, out byte readBits, out uint readId));
                Assert.Equal(((uint)new Prefix(Address.V4(address), bits).Address.Bits, bits, pathId), (read, readBits, readId));
            }

            Assert.False(reader.ReadV4(out _, out _, out _));
            Assert.False(reader.Malformed);
        }, iter: 10_000);
}
