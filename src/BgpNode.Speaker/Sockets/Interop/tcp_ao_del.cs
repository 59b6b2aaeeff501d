using System.Runtime.InteropServices;

namespace BgpNode.Speaker.Sockets.Interop;

[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 144)]
internal struct tcp_ao_del // linux/tcp.h, since Linux 6.7
{
    public SockaddrStorage addr;
    public int ifindex;
    public uint flags; // set_current:1, set_rnext:1, del_async:1, reserved:29
    public ushort reserved2;
    public byte prefix;
    public byte sndid;
    public byte rcvid;
    public byte current_key;
    public byte rnext;
    public byte keyflags;
}
