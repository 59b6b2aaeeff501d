using Xunit;

namespace BgpNode.Conformance.Lab;

/// <summary>Waits for something that other processes bring about: looks again and again, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Enough for a session to be set up by the slowest of the peers.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns how long it took until the condition held.</summary>
    public static async Task<TimeSpan> TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null, Func<string>? detail = null)
    {
        TimeSpan patience = within ?? Patience;
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // Judged by the time before the look: a slow look at a condition that held in time is not the condition's fault.
            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(started);
            if (await condition())
            {
                return elapsed;
            }

            if (elapsed > patience)
            {
                Assert.Fail($"Not within {patience.TotalSeconds:0.###} s: {what}.{(detail is null ? "" : $"\n{detail()}")}");
            }

            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Holds for the whole time: the opposite, for "nothing changes".</summary>
    public static async Task StaysTrueAsync(string what, Func<Task<bool>> condition, TimeSpan during)
    {
        long started = TimeProvider.System.GetTimestamp();
        do
        {
            Assert.True(await condition(), $"No longer so after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s: {what}.");
            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        while (TimeProvider.System.GetElapsedTime(started) < during);
    }
}
