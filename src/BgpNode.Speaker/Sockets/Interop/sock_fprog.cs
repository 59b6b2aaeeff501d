namespace BgpNode.Speaker.Sockets.Interop;

internal unsafe struct sock_fprog // linux/filter.h
{
    public ushort len;
    public sock_filter* filter;
}
