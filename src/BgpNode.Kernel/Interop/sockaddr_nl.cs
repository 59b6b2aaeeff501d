namespace BgpNode.Kernel.Interop;

internal struct sockaddr_nl // linux/netlink.h
{
    public ushort nl_family;
    public ushort nl_pad;
    public uint nl_pid;
    public uint nl_groups;
}
