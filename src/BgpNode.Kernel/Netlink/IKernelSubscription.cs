namespace BgpNode.Kernel.Netlink;

/// <summary>Events since <see cref="IKernelEvents.Subscribe"/>. The kernel's buffer is the queue: there is no other.</summary>
public interface IKernelSubscription : IDisposable
{
    /// <summary>The events in the kernel's order, without end. One reader at a time.</summary>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="KernelException">The socket broke.</exception>
    IAsyncEnumerable<KernelEvent> ReadAsync(CancellationToken ct);
}
