using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using BgpNode.Kernel.Interop;

namespace BgpNode.Kernel.Netlink;

/// <summary>One message, in place.</summary>
internal readonly ref struct NetlinkMessage(nlmsghdr header, ReadOnlySpan<byte> payload)
{
    public ushort Type { get; } = header.nlmsg_type;

    public ushort Flags { get; } = header.nlmsg_flags;

    public uint Sequence { get; } = header.nlmsg_seq;

    /// <summary>Who caused it: the port id of a socket, or 0 for the kernel itself.</summary>
    public uint PortId { get; } = header.nlmsg_pid;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Splits the payload into the fixed struct and the attributes behind it.</summary>
    public bool TryHeader<T>(out T header, out AttributeReader attributes)
        where T : unmanaged
    {
        attributes = default;
        if (!MemoryMarshal.TryRead(Payload, out header))
        {
            return false;
        }

        attributes = new AttributeReader(Payload[Math.Min(NetlinkReader.Align(Unsafe.SizeOf<T>()), Payload.Length)..]);
        return true;
    }

    /// <summary>The error number of NLMSG_ERROR and NLMSG_DONE: 0 is success.</summary>
    public int ErrorNumber => MemoryMarshal.TryRead(Payload, out int error) ? -error : 0;

    /// <summary>The kernel's own words in NLMSG_ERROR (NETLINK_EXT_ACK), or null.</summary>
    public string? ErrorText()
    {
        // struct nlmsgerr: the error, the header of the request, the rest of the request unless it was capped
        if ((Flags & NLM_F.ACK_TLVS) == 0 || Payload.Length < 4 + nlmsghdr.Size)
        {
            return null;
        }

        nlmsghdr request = MemoryMarshal.Read<nlmsghdr>(Payload[4..]);
        int skip = 4 + ((Flags & NLM_F.CAPPED) != 0 ? nlmsghdr.Size : NetlinkReader.Align((int)Math.Min(request.nlmsg_len, (uint)Payload.Length)));
        var attributes = new AttributeReader(Payload[Math.Min(skip, Payload.Length)..]);
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == NLMSG.ERR_ATTR_MSG)
            {
                return Encoding.UTF8.GetString(value.TrimEnd((byte)0));
            }
        }

        return null;
    }
}
