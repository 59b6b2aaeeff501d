using System.Runtime.InteropServices;

namespace BgpNode.Speaker.Sockets.Interop;

[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 48)]
internal struct tcp_ao_info_opt // linux/tcp.h, since Linux 6.7
{
    public uint flags; // set_current:1, set_rnext:1, ao_required:1, set_counters:1, accept_icmps:1, reserved:27
    public ushort reserved2;
    public byte current_key;
    public byte rnext;
    public ulong pkt_good;
    public ulong pkt_bad;
    public ulong pkt_key_not_found;
    public ulong pkt_ao_required;
    public ulong pkt_dropped_icmp;
}
