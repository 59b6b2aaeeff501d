using BgpNode.Speaker.Rib;
using Xunit;

namespace BgpNode.Tests.Speaker.Rib;

public class PrefixWatchTests
{
    [Fact]
    public void A_level_is_entered_at_its_number_and_left_a_twentieth_below_it()
    {
        var watch = new PrefixWatch();
        Assert.Equal((false, PrefixLevel.Normal), Look(watch, 749));
        Assert.Equal((true, PrefixLevel.Warning), Look(watch, 750));
        Assert.Equal((false, PrefixLevel.Warning), Look(watch, 700));
        Assert.Equal((true, PrefixLevel.Normal), Look(watch, 699));
        Assert.Equal((true, PrefixLevel.Warning), Look(watch, 1000));
        Assert.Equal((true, PrefixLevel.Over), Look(watch, 1001));
        Assert.Equal((false, PrefixLevel.Over), Look(watch, 951));
        Assert.Equal((true, PrefixLevel.Warning), Look(watch, 950));
        Assert.Equal((true, PrefixLevel.Normal), Look(watch, 0));
    }

    [Theory]
    [InlineData(1, 1, 100, PrefixLevel.Warning)]
    [InlineData(1, 2, 100, PrefixLevel.Over)]
    [InlineData(2, 1, 75, PrefixLevel.Normal)]
    [InlineData(int.MaxValue, int.MaxValue, 100, PrefixLevel.Warning)]
    public void Small_and_large_limits_are_no_exceptions(int limit, long count, int percent, PrefixLevel expected)
    {
        var watch = new PrefixWatch();
        watch.Look(count, limit, percent);
        Assert.Equal(expected, watch.Level);
        watch.Look(0, limit, percent);
        Assert.Equal(PrefixLevel.Normal, watch.Level);
    }

    private static (bool Changed, PrefixLevel Level) Look(PrefixWatch watch, long count) => (watch.Look(count, 1000, 75), watch.Level);
}
