using BgpNode.Kernel.Neighbours;

namespace BgpNode.Kernel.Links;

/// <summary>What the kernel knows about its interfaces. Each call reads everything there is.</summary>
public interface IKernelLinks
{
    /// <exception cref="KernelException">The kernel refuses the dump or does not answer.</exception>
    ValueTask<IReadOnlyList<Link>> DumpLinksAsync(CancellationToken ct);

    /// <exception cref="KernelException">The kernel refuses the dump or does not answer.</exception>
    ValueTask<IReadOnlyList<InterfaceAddress>> DumpAddressesAsync(CancellationToken ct);

    /// <exception cref="KernelException">The kernel refuses the dump or does not answer.</exception>
    ValueTask<IReadOnlyList<Neighbour>> DumpNeighboursAsync(CancellationToken ct);
}
