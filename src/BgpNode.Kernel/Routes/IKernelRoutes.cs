using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>The kernel's routing tables, written and read in bulk.</summary>
public interface IKernelRoutes
{
    /// <summary>
    /// Writes in order, up to 1024 messages a batch, one send and one acknowledgement per batch; a refused write does not stop the
    /// next one. When this returns, every write is in the kernel or in <paramref name="failures"/>.
    /// </summary>
    /// <param name="writes">Not to be changed until this returns.</param>
    /// <param name="failures">Refusals are appended, in the order of the writes.</param>
    /// <param name="ct">Stops between batches; batches that were sent count.</param>
    /// <exception cref="KernelException">The kernel does not answer.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<RouteWrite> writes, IList<RouteResult> failures, CancellationToken ct);

    /// <summary>Reads one family of one table, filtered by the kernel itself.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="table">254 is main; a table that does not exist is empty.</param>
    /// <param name="protocol">Only routes of this owner; 0 for all.</param>
    /// <param name="each">
    /// Called once per route and kept by nobody. A dump that a change interrupted starts again, so the same route may come
    /// twice. An exception thrown here ends the dump.
    /// </param>
    /// <param name="ct">Ends the dump.</param>
    /// <exception cref="KernelException">The kernel refuses the dump or does not answer.</exception>
    ValueTask DumpAsync(Family family, uint table, byte protocol, Action<KernelRoute> each, CancellationToken ct);
}
