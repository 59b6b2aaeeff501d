using BgpNode.Speaker.Discovery;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Speaker.Discovery;

public sealed class AdvertisementPaceTests
{
    [Fact, Rfc(4861, "6.2.4")]
    public void The_first_ones_come_quickly_and_then_one_every_ten_seconds()
    {
        var pace = new AdvertisementPace();
        Assert.Equal([0, 1, 2, 3, 13, 23], Enumerable.Range(0, 31).Where(second => pace.IsDue(TimeSpan.FromSeconds(second))));
    }

    [Fact, Rfc(4861, "6.2.6")]
    public void Who_asks_is_answered_soon_and_a_storm_of_questions_is_not_answered_with_one()
    {
        var pace = new AdvertisementPace();
        for (int second = 0; second < 4; second++)
        {
            Assert.True(pace.IsDue(TimeSpan.FromSeconds(second)));
        }

        pace.Asked(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, pace.Wait(TimeSpan.FromSeconds(5)));
        Assert.True(pace.IsDue(TimeSpan.FromSeconds(5)));
        for (int i = 0; i < 100; i++)
        {
            pace.Asked(TimeSpan.FromSeconds(5.1));
        }

        Assert.False(pace.IsDue(TimeSpan.FromSeconds(5.1)));
        Assert.Equal(TimeSpan.FromSeconds(0.4), pace.Wait(TimeSpan.FromSeconds(5.1)));
        Assert.True(pace.IsDue(TimeSpan.FromSeconds(5.5)));
        Assert.False(pace.IsDue(TimeSpan.FromSeconds(6.5)));
    }
}
