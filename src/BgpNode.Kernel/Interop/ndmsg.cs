namespace BgpNode.Kernel.Interop;

internal struct ndmsg // linux/neighbour.h
{
    public const int Size = 12;

    public byte ndm_family;
    public byte ndm_pad1;
    public ushort ndm_pad2;
    public int ndm_ifindex;
    public ushort ndm_state;
    public byte ndm_flags;
    public byte ndm_type;
}
