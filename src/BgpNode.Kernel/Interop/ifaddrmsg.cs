namespace BgpNode.Kernel.Interop;

internal struct ifaddrmsg // linux/if_addr.h
{
    public const int Size = 8;

    public byte ifa_family;
    public byte ifa_prefixlen;
    public byte ifa_flags;
    public byte ifa_scope;
    public int ifa_index;
}
