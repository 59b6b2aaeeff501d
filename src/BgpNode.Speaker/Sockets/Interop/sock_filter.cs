namespace BgpNode.Speaker.Sockets.Interop;

internal struct sock_filter // linux/filter.h
{
    public ushort code;
    public byte jt; // rows to skip when true
    public byte jf; // rows to skip when false
    public uint k;
}
