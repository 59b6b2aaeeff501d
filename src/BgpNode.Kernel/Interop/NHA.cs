namespace BgpNode.Kernel.Interop;

/// <summary>linux/nexthop.h: attributes of a nexthop object.</summary>
internal static class NHA
{
    public const ushort ID = 1;
    public const ushort GROUP = 2;
    public const ushort BLACKHOLE = 4;
    public const ushort OIF = 5;
    public const ushort GATEWAY = 6;
}
