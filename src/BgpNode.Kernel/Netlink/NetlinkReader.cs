using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;

namespace BgpNode.Kernel.Netlink;

/// <summary>Cuts what one receive gave into messages. A message that ends behind the buffer was truncated: <see cref="Malformed"/>.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> buffer)
{
    private ReadOnlySpan<byte> _rest = buffer;

    public bool Malformed { get; private set; }

    /// <summary>Octets behind the last message.</summary>
    public readonly int Remaining => _rest.Length;

    public bool Next(out NetlinkMessage message)
    {
        message = default;
        if (_rest.Length < nlmsghdr.Size)
        {
            Malformed |= !_rest.IsEmpty;
            return false;
        }

        nlmsghdr header = MemoryMarshal.Read<nlmsghdr>(_rest);
        if (header.nlmsg_len < nlmsghdr.Size || header.nlmsg_len > (uint)_rest.Length)
        {
            Malformed = true;
            return false;
        }

        int length = (int)header.nlmsg_len;
        message = new NetlinkMessage(header, _rest[nlmsghdr.Size..length]);
        _rest = _rest[Math.Min(Align(length), _rest.Length)..];
        return true;
    }

    /// <summary>NLMSG_ALIGN: up to a multiple of 4.</summary>
    public static int Align(int length) => (length + 3) & ~3;

    /// <summary>An attribute's number, or 0 when it is shorter than one.</summary>
    public static uint U32(ReadOnlySpan<byte> value) => MemoryMarshal.TryRead(value, out uint number) ? number : 0;
}
