namespace BgpNode.Kernel.Interop;

internal struct nexthop_grp // linux/nexthop.h
{
    public const int Size = 8;

    public uint id;
    public byte weight; // weight - 1
    public byte weight_high;
    public ushort resvd2;
}
