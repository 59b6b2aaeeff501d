using BgpNode.Net;
using Xunit;

namespace BgpNode.Tests.Net;

public class TextTests
{
    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.65.0.0/26")]
    [InlineData("255.255.255.255/32")]
    [InlineData("::/0")]
    [InlineData("fd00:65::/122")]
    public void A_prefix_is_written_as_it_was_read(string text) => Assert.Equal(text, Prefix.Parse(text).ToString());

    [Theory]
    [InlineData("10.65.0.1/26", "10.65.0.0/26")] // host bits
    [InlineData("10.1/16", "not a prefix")] // short form
    [InlineData("010.1.1.0/24", "not a prefix")] // octal
    [InlineData("10.0.0.0/33", "not a prefix")]
    [InlineData("10.0.0.0/08", "not a prefix")]
    [InlineData("10.0.0.256/32", "not a prefix")]
    [InlineData("10.0.0.1", "10.0.0.1/32")] // no length
    [InlineData("fe80::1%eth0/64", "not a prefix")]
    [InlineData("::/129", "not a prefix")]
    [InlineData("", "not a prefix")]
    public void A_wrong_prefix_is_refused_with_what_to_write(string text, string advice)
    {
        Assert.False(Prefix.TryParse(text, out _, out string? problem));
        Assert.Contains(advice, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("64512", 64512u)]
    [InlineData("1.0", 65536u)]
    [InlineData("4294967295", uint.MaxValue)]
    public void An_AS_number_is_plain_or_dotted(string text, uint value)
    {
        Assert.True(AsNumber.TryParse(text, out AsNumber number));
        Assert.Equal(value, number.Value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    [InlineData("1.65536")]
    [InlineData("as1")]
    public void A_wrong_AS_number_is_refused(string text) => Assert.False(AsNumber.TryParse(text, out _));

    [Fact]
    public void Addresses_know_what_they_are()
    {
        Assert.True(Address.Parse("169.254.1.1").IsLinkLocal);
        Assert.True(Address.Parse("fe80::1").IsLinkLocal);
        Assert.False(Address.Parse("fec0::1").IsLinkLocal);
        Assert.True(Address.Parse("::1").IsLoopback);
        Assert.True(Address.Parse("ff02::1").IsMulticast);
        Assert.Equal("ee:ee:ee:ee:ee:ee", MacAddress.TryParse("ee:ee:ee:ee:ee:ee", out MacAddress mac) ? mac.ToString() : "");
        Assert.False(RouterId.TryParse("0.0.0.0", out _));
    }
}
