namespace BgpNode.Kernel.Interop;

internal struct nhmsg // linux/nexthop.h
{
    public const int Size = 8;

    public byte nh_family;
    public byte nh_scope; // read only
    public byte nh_protocol;
    public byte resvd;
    public uint nh_flags;
}
