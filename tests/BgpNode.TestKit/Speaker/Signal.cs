namespace BgpNode.TestKit.Speaker;

/// <summary>Waits for a condition without sleeping: whoever changes something pulses, whoever waits looks again.</summary>
public sealed class Signal
{
    // A test that waits longer than this is wrong, not slow.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Pulse() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            Task next = Volatile.Read(ref _next).Task;
            if (condition())
            {
                return;
            }

            await next.WaitAsync(Limit);
        }
    }

    public async Task<T> UntilAsync<T>(Func<bool> condition, Func<T> result)
    {
        await UntilAsync(condition);
        return result();
    }
}
