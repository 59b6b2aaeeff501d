namespace BgpNode.Kernel.Interop;

/// <summary>linux/if_link.h and linux/if.h: attributes and flags of an interface.</summary>
internal static class IFLA
{
    public const ushort ADDRESS = 1;
    public const ushort IFNAME = 3;
    public const ushort MTU = 4;
    public const ushort MASTER = 10;
    public const ushort LINKINFO = 18;
    public const ushort INFO_KIND = 1;

    public const uint IFF_UP = 0x1;
    public const uint IFF_RUNNING = 0x40;
    public const uint IFF_LOWER_UP = 0x10000;

    /// <summary>Without both, the kernel drops the nexthop objects of the interface (nh_netdev_event).</summary>
    public const uint CarrierFlags = IFF_RUNNING | IFF_LOWER_UP;
}
