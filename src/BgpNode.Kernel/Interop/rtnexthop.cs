namespace BgpNode.Kernel.Interop;

internal struct rtnexthop // linux/rtnetlink.h
{
    public const int Size = 8;

    public ushort rtnh_len; // with the attributes that follow
    public byte rtnh_flags;
    public byte rtnh_hops;  // weight - 1
    public int rtnh_ifindex;
}
