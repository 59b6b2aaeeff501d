namespace BgpNode.Kernel.Interop;

internal struct ifinfomsg // linux/rtnetlink.h
{
    public const int Size = 16;

    public byte ifi_family;
    public byte ifi_pad;
    public ushort ifi_type;
    public int ifi_index;
    public uint ifi_flags;
    public uint ifi_change;
}
