namespace BgpNode.Kernel;

/// <summary>
/// The conversation with the kernel failed as a whole: it cannot be opened, or it does not answer. A refusal of a single
/// route is a result, never this.
/// </summary>
public sealed class KernelException : IOException
{
    public KernelException(string message, int errno = 0)
        : base(message) => ErrorNumber = errno;

    public KernelException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>One of <see cref="Errno"/>, or 0 when the kernel gave none.</summary>
    public int ErrorNumber { get; }
}
