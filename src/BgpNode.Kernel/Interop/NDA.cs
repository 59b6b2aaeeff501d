namespace BgpNode.Kernel.Interop;

/// <summary>linux/neighbour.h: attributes of a neighbour.</summary>
internal static class NDA
{
    public const ushort DST = 1;
    public const ushort LLADDR = 2;
}
