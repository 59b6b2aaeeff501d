using BgpNode.Kernel.Netlink;
using BgpNode.Speaker.Rib;

namespace BgpNode.Reconciler.Fib;

/// <summary>What the FIB loop is told. Its inbox is bounded; who finds it full waits or, for the RIB, comes again.</summary>
internal abstract record FibMessage
{
    public sealed record Offered(FibBatch Batch) : FibMessage;

    public sealed record Happened(KernelEvent Event) : FibMessage;

    /// <summary>Look at the clock: a retry, an audit or the end of the stale time is due.</summary>
    public sealed record Tick : FibMessage;

    /// <summary>Runs on the loop, between passes; for queries.</summary>
    public sealed record Ask(Action<FibLoop> Question) : FibMessage;
}
