using System.Diagnostics.CodeAnalysis;
using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Netlink;
using BgpNode.Net;

namespace BgpNode.Kernel.Neighbours;

/// <summary>Neighbours from RTM_NEWNEIGH and RTM_DELNEIGH, and the request for their dump.</summary>
internal static class NeighbourParser
{
    /// <summary>False for entries of a bridge's forwarding table, which come in the same messages.</summary>
    public static bool TryParse(in NetlinkMessage message, [NotNullWhen(true)] out Neighbour? neighbour)
    {
        neighbour = null;
        if (!message.TryHeader(out ndmsg header, out AttributeReader attributes) || !AF.TryFamily(header.ndm_family, out Family family))
        {
            return false;
        }

        Address? address = null;
        MacAddress? mac = null;
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case NDA.DST when value.Length == family.AddressBytes():
                    address = Address.FromBytes(value);
                    break;
                case NDA.LLADDR when value.Length == 6:
                    mac = MacAddress.FromBytes(value);
                    break;
            }
        }

        neighbour = address is { } known ? new Neighbour(header.ndm_ifindex, known, mac, header.ndm_state, header.ndm_flags) : null;
        return neighbour is not null && !attributes.Malformed;
    }

    public static byte[] DumpRequest()
    {
        var writer = new NetlinkWriter(stackalloc byte[nlmsghdr.Size + ndmsg.Size]);
        writer.Begin(RTM.GETNEIGH, NLM_F.REQUEST | NLM_F.DUMP, 0);
        writer.Struct(default(ndmsg));
        writer.End();
        return writer.Written.ToArray();
    }
}
