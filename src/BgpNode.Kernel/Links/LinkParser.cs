using System.Diagnostics.CodeAnalysis;
using System.Text;
using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Netlink;
using BgpNode.Net;

namespace BgpNode.Kernel.Links;

/// <summary>Interfaces and addresses from RTM_*LINK and RTM_*ADDR, and the requests for their dumps.</summary>
internal static class LinkParser
{
    public static bool TryParseLink(in NetlinkMessage message, [NotNullWhen(true)] out Link? link)
    {
        link = null;

        // A bridge tells its ports' changes as messages of its own family; "removed" there means removed from the bridge.
        if (!message.TryHeader(out ifinfomsg header, out AttributeReader attributes) || header.ifi_family != AF.UNSPEC)
        {
            return false;
        }

        string name = "";
        string? kind = null;
        int mtu = 0, master = 0;
        MacAddress mac = default;
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IFLA.IFNAME:
                    name = Text(value);
                    break;
                case IFLA.MTU:
                    mtu = (int)NetlinkReader.U32(value);
                    break;
                case IFLA.MASTER:
                    master = (int)NetlinkReader.U32(value);
                    break;
                case IFLA.ADDRESS when value.Length == 6:
                    mac = MacAddress.FromBytes(value);
                    break;
                case IFLA.LINKINFO:
                    kind = KindOf(value);
                    break;
            }
        }

        link = new Link(
            header.ifi_index, name, (header.ifi_flags & IFLA.IFF_UP) != 0, (header.ifi_flags & IFLA.CarrierFlags) != 0, mtu, mac, kind, master);
        return !attributes.Malformed;
    }

    public static bool TryParseAddress(in NetlinkMessage message, [NotNullWhen(true)] out InterfaceAddress? address)
    {
        address = null;
        if (!message.TryHeader(out ifaddrmsg header, out AttributeReader attributes) || !AF.TryFamily(header.ifa_family, out Family family))
        {
            return false;
        }

        Address? local = null, other = null;
        uint flags = header.ifa_flags;
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case IFA.LOCAL when value.Length == family.AddressBytes():
                    local = Address.FromBytes(value);
                    break;
                case IFA.ADDRESS when value.Length == family.AddressBytes():
                    other = Address.FromBytes(value);
                    break;
                case IFA.FLAGS:
                    flags = NetlinkReader.U32(value);
                    break;
            }
        }

        // IFA_ADDRESS is the peer of a point-to-point address; without IFA_LOCAL (IPv6) it is the address itself.
        if (attributes.Malformed || (local ?? other) is not { } own)
        {
            return false;
        }

        bool tentative = (flags & (IFA.F_TENTATIVE | IFA.F_DADFAILED)) != 0;
        address = new InterfaceAddress(header.ifa_index, own, header.ifa_prefixlen, header.ifa_scope, other == own ? null : other, tentative);
        return true;
    }

    public static byte[] DumpLinksRequest() => Request(RTM.GETLINK, default(ifinfomsg));

    public static byte[] DumpAddressesRequest() => Request(RTM.GETADDR, default(ifaddrmsg));

    private static byte[] Request<T>(ushort type, in T header)
        where T : unmanaged
    {
        var writer = new NetlinkWriter(stackalloc byte[64]);
        writer.Begin(type, NLM_F.REQUEST | NLM_F.DUMP, 0);
        writer.Struct(header);
        writer.End();
        return writer.Written.ToArray();
    }

    private static string? KindOf(ReadOnlySpan<byte> info)
    {
        var attributes = new AttributeReader(info);
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == IFLA.INFO_KIND)
            {
                return Text(value);
            }
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.TrimEnd((byte)0));
}
