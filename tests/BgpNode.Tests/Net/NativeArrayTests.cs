using BgpNode.Net.Memory;
using Xunit;

namespace BgpNode.Tests.Net;

public class NativeArrayTests
{
    [Theory, InlineData(10), InlineData(500_000), InlineData(3_000_000)]
    public void What_was_written_stays_and_what_is_new_is_zero(int length)
    {
        var array = new NativeArray<int>(1);
        for (int i = 0; i < length; i++)
        {
            array.EnsureLength(i + 1);
            Assert.Equal(0, array[i]);
            array[i] = i + 1;
        }

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(i + 1, array[i]);
        }
    }

    [Fact]
    public void What_was_given_back_is_zero_when_it_is_asked_for_again()
    {
        var array = new NativeArray<int>(3_000_000);
        array.AsSpan(0, array.Length).Fill(7);
        array.Shrink(1000);
        Assert.Equal(1000, array.Length);
        Assert.Equal(7, array[999]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[1000]);

        array.EnsureLength(3_000_000);
        Assert.False(array.AsSpan(1000, array.Length - 1000).ContainsAnyExcept(0));
    }
}
