namespace BgpNode.Kernel.Routes;

/// <summary>What the kernel answered to one of several writes; only refusals get one.</summary>
/// <param name="Index">The place of the write among the writes.</param>
/// <param name="Errno">One of <see cref="Kernel.Errno"/>; 0 is done.</param>
/// <param name="Detail">The kernel's own words about it, or null.</param>
public readonly record struct RouteResult(int Index, int Errno, string? Detail = null)
{
    public override string ToString() => Kernel.Errno.Describe(Errno, Detail);
}
