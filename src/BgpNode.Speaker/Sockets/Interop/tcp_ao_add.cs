using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BgpNode.Speaker.Sockets.Interop;

[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 288)]
internal struct tcp_ao_add // linux/tcp.h, since Linux 6.7
{
    public SockaddrStorage addr;
    public AlgName alg_name;
    public int ifindex;
    public uint flags; // set_current:1, set_rnext:1, reserved:30
    public ushort reserved2;
    public byte prefix;
    public byte sndid;
    public byte rcvid;
    public byte maclen;
    public byte keyflags;
    public byte keylen;
    public Key key;

    [InlineArray(64)]
    public struct AlgName
    {
        private byte _octet;
    }

    [InlineArray(80)] // TCP_AO_MAXKEYLEN
    public struct Key
    {
        private byte _octet;
    }
}
