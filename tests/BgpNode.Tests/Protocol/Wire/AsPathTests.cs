using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Wire;

public class AsPathTests
{
    [Theory, Rfc(4271, "4.3"), Rfc(6793, "3")]
    [InlineData("", "", 0, null, null)]
    [InlineData("02 01 0000fde9", "65001", 1, 65001u, 65001u)]
    [InlineData("02 02 0000fde9 00010000", "65001 65536", 2, 65001u, 65536u)]
    [InlineData("02 01 0000fde9 01 02 00000001 00000002", "65001 {1,2}", 2, 65001u, null)]
    [InlineData("01 02 00000001 00000002", "{1,2}", 1, null, null)]
    [InlineData("03 02 0000fde9 0000fdea 02 01 00000001", "(65001 65002) 1", 1, null, 1u)]
    [InlineData("04 01 00000001", "[1]", 0, null, null)]
    public void A_path_is_written_as_it_is_read(string octets, string text, int length, uint? first, uint? origin)
    {
        AsPath path = AsPath.Read(Bytes.Hex(octets), fourOctetAs: true);
        Assert.Equal((text, length, first, origin), (path.ToString(), path.Length, path.First?.Value, path.Origin?.Value));

        byte[] written = new byte[path.Octets(fourOctetAs: true)];
        var writer = new WireWriter(written);
        path.Write(ref writer, fourOctetAs: true);
        Assert.Equal(Bytes.Hex(octets), written);
    }

    [Fact, Rfc(4271, "5.1.2")]
    public void Prepending_joins_the_first_sequence_until_it_is_full()
    {
        AsPath path = AsPath.Of(new AsNumber(2)).Prepend(new(1), 3);
        Assert.Equal("1 1 1 2", path.ToString());
        Assert.Single(path.Segments);

        AsPath full = path.Prepend(new(1), 300);
        Assert.Equal(304, full.Length);
        Assert.Equal([49, 255], full.Segments.Select(segment => segment.Numbers.Length));
        Assert.Equal(303, full.Count(new(1)));
        Assert.True(full.Contains(new(2)));
        Assert.False(full.Contains(new(3)));

        Assert.Equal("9 {1,2}", AsPath.Read(Bytes.Hex("0102 00000001 00000002"), fourOctetAs: true).Prepend(new(9)).ToString());
    }

    [Theory, Rfc(6793, "4.2.3")]
    [InlineData("02 03 0001 5ba0 5ba0", "02 02 00010000 00010001", "1 65536 65537")]
    [InlineData("02 02 5ba0 5ba0", "02 02 00010000 00010001", "65536 65537")]
    [InlineData("02 01 5ba0", "02 02 00010000 00010001", "23456")] // longer than the path: ignored
    [InlineData("02 02 0001 0002 01 02 5ba0 0003", "01 02 00010000 00000003", "1 2 {65536,3}")]
    [InlineData("03 01 0009 02 02 0001 5ba0", "02 01 00010000", "(9) 1 65536")] // a confederation that leads
    [InlineData("02 02 0001 5ba0", "03 01 00000009 02 01 00010000", "1 65536")] // none in AS4_PATH
    [InlineData("02 02 0001 0002", "", "1 2")]
    public void AS4_PATH_restores_the_tail(string asPath, string as4Path, string merged) => Assert.Equal(
        merged, AsPath.Read(Bytes.Hex(asPath), fourOctetAs: false).MergedWith(AsPath.Read(Bytes.Hex(as4Path), fourOctetAs: true)).ToString());
}
