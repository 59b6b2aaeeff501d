using System.Runtime.CompilerServices;

namespace BgpNode.Speaker.Sockets.Interop;

internal struct tcp_md5sig // linux/tcp.h
{
    public SockaddrStorage tcpm_addr;
    public byte tcpm_flags;
    public byte tcpm_prefixlen;
    public ushort tcpm_keylen;
    public int tcpm_ifindex;
    public Key tcpm_key;

    [InlineArray(80)] // TCP_MD5SIG_MAXKEYLEN
    public struct Key
    {
        private byte _octet;
    }
}
