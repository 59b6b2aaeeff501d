using BgpNode.Kernel.Netlink;
using Xunit;

namespace BgpNode.Conformance.Kernel;

/// <summary>Reads a subscription and gives up after a time that no working kernel needs.</summary>
internal sealed class Listener(IKernelSubscription subscription) : IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private IAsyncEnumerator<KernelEvent>? _events;

    /// <summary>Starts to read; events before that wait in the kernel.</summary>
    public void Start()
    {
        _patience.CancelAfter(TimeSpan.FromSeconds(20));
        _events = subscription.ReadAsync(_patience.Token).GetAsyncEnumerator(_patience.Token);
    }

    public async Task<KernelEvent> Next()
    {
        Assert.True(await _events!.MoveNextAsync());
        return _events.Current;
    }

    /// <summary>Reads on to the first event that fits.</summary>
    public async Task<KernelEvent> Until(Predicate<KernelEvent> fits)
    {
        while (true)
        {
            KernelEvent next = await Next();
            if (fits(next))
            {
                return next;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        subscription.Dispose();
        _patience.Dispose();
    }
}
