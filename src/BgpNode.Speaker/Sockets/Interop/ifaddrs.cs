namespace BgpNode.Speaker.Sockets.Interop;

internal unsafe struct ifaddrs // ifaddrs.h
{
    public ifaddrs* ifa_next;
    public byte* ifa_name;
    public uint ifa_flags;
    public byte* ifa_addr;
    public byte* ifa_netmask;
    public byte* ifa_ifu;
    public void* ifa_data;
}
