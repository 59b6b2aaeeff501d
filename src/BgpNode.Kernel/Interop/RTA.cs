namespace BgpNode.Kernel.Interop;

/// <summary>linux/rtnetlink.h: attributes of a route.</summary>
internal static class RTA
{
    public const ushort DST = 1;
    public const ushort OIF = 4;
    public const ushort GATEWAY = 5;
    public const ushort PRIORITY = 6;
    public const ushort PREFSRC = 7;
    public const ushort MULTIPATH = 9;
    public const ushort TABLE = 15;
    public const ushort VIA = 18;
    public const ushort NH_ID = 30;
}
