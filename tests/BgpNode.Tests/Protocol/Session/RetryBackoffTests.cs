using BgpNode.Protocol.Session;
using BgpNode.TestKit;
using Xunit;

namespace BgpNode.Tests.Protocol.Session;

[Rfc(4271, "8.1")]
public class RetryBackoffTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_first_retry_is_quick_and_each_further_one_waits_twice_as_long() =>
        Assert.Equal([250, 250, 500, 1000, 2000, 4000, 5000, 5000], Enumerable.Range(0, 8).Select(n => RetryBackoff.Delay(n, Longest).TotalMilliseconds));

    [Fact]
    public void It_never_waits_longer_than_configured()
    {
        Assert.Equal(Longest, RetryBackoff.Delay(int.MaxValue, Longest));
        Assert.Equal(TimeSpan.FromMilliseconds(100), RetryBackoff.Delay(1, TimeSpan.FromMilliseconds(100)));
    }
}
