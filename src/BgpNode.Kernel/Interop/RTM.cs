namespace BgpNode.Kernel.Interop;

/// <summary>linux/rtnetlink.h: message types.</summary>
internal static class RTM
{
    public const ushort NEWLINK = 16;
    public const ushort DELLINK = 17;
    public const ushort GETLINK = 18;
    public const ushort NEWADDR = 20;
    public const ushort DELADDR = 21;
    public const ushort GETADDR = 22;
    public const ushort NEWROUTE = 24;
    public const ushort DELROUTE = 25;
    public const ushort GETROUTE = 26;
    public const ushort NEWNEIGH = 28;
    public const ushort DELNEIGH = 29;
    public const ushort GETNEIGH = 30;
    public const ushort NEWNEXTHOP = 104;
    public const ushort DELNEXTHOP = 105;
    public const ushort GETNEXTHOP = 106;

    /// <summary>RTM_F_CLONED: a cached clone of a route, not a route.</summary>
    public const uint F_CLONED = 0x200;
}
