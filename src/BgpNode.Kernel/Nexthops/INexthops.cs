using BgpNode.Kernel.Routes;

namespace BgpNode.Kernel.Nexthops;

/// <summary>The kernel's nexthop objects (Linux 5.3).</summary>
public interface INexthops
{
    /// <inheritdoc cref="IKernelRoutes.WriteAsync"/>
    ValueTask WriteNexthopsAsync(ReadOnlyMemory<NexthopWrite> writes, IList<RouteResult> failures, CancellationToken ct);

    /// <summary>Reads all objects.</summary>
    /// <param name="protocol">Only objects of this owner; 0 for all.</param>
    /// <param name="ct">Ends the dump.</param>
    /// <exception cref="KernelException">The kernel refuses the dump or does not answer.</exception>
    ValueTask<IReadOnlyList<Nexthop>> DumpNexthopsAsync(byte protocol, CancellationToken ct);
}
