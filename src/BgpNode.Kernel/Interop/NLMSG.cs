namespace BgpNode.Kernel.Interop;

/// <summary>linux/netlink.h: the message types of netlink itself.</summary>
internal static class NLMSG
{
    public const ushort ERROR = 2;
    public const ushort DONE = 3;
    public const ushort OVERRUN = 4;

    /// <summary>NLMSGERR_ATTR_MSG: the kernel's own words about an error.</summary>
    public const ushort ERR_ATTR_MSG = 1;
}
