namespace BgpNode.Kernel.Interop;

/// <summary>linux/rtnetlink.h: multicast groups.</summary>
internal static class RTNLGRP
{
    public const int LINK = 1;
    public const int NEIGH = 3;
    public const int IPV4_IFADDR = 5;
    public const int IPV4_ROUTE = 7;
    public const int IPV6_IFADDR = 9;
    public const int IPV6_ROUTE = 11;
    public const int NEXTHOP = 32;
}
