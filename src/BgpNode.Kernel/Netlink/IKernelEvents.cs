namespace BgpNode.Kernel.Netlink;

/// <summary>What changes in the kernel, as it changes.</summary>
public interface IKernelEvents
{
    /// <summary>
    /// Starts to collect events at once: subscribe first, dump then, and no change is missed between the two.
    /// </summary>
    /// <exception cref="KernelException">The kernel refuses the subscription.</exception>
    IKernelSubscription Subscribe(KernelEventFilter filter);
}
