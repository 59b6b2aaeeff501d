namespace BgpNode.Kernel.Interop;

internal struct nlmsghdr // linux/netlink.h
{
    public const int Size = 16;

    public uint nlmsg_len;   // with this header
    public ushort nlmsg_type;
    public ushort nlmsg_flags;
    public uint nlmsg_seq;
    public uint nlmsg_pid;   // port id of the socket that asked, 0 for the kernel
}
