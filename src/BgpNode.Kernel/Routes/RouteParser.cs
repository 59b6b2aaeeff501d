using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Netlink;
using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>A route from RTM_NEWROUTE or RTM_DELROUTE. One parser per reader: it remembers the last next hops to share them.</summary>
internal sealed class RouteParser
{
    private NextHops _last = NextHops.None;

    /// <summary>False for what is not a route of a table: clones, other families, messages that end too early.</summary>
    public bool TryParse(in NetlinkMessage message, [NotNullWhen(true)] out KernelRoute? route)
    {
        route = null;
        if (!message.TryHeader(out rtmsg header, out AttributeReader attributes)
            || !AF.TryFamily(header.rtm_family, out Family family)
            || (header.rtm_flags & RTM.F_CLONED) != 0
            || header.rtm_dst_len > family.AddressBits())
        {
            return false;
        }

        Address destination = new(family, UInt128.Zero);
        Address? gateway = null, source = null;
        uint table = header.rtm_table, metric = 0, nexthopId = 0;
        int interfaceIndex = 0;
        ReadOnlySpan<byte> multipath = default;
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case RTA.DST when value.Length == family.AddressBytes():
                    destination = Address.FromBytes(value);
                    break;
                case RTA.TABLE:
                    table = NetlinkReader.U32(value);
                    break;
                case RTA.PRIORITY:
                    metric = NetlinkReader.U32(value);
                    break;
                case RTA.PREFSRC:
                    source = AddressOf(value);
                    break;
                case RTA.GATEWAY:
                    gateway = AddressOf(value);
                    break;
                case RTA.VIA:
                    gateway = ViaOf(value);
                    break;
                case RTA.OIF:
                    interfaceIndex = (int)NetlinkReader.U32(value);
                    break;
                case RTA.NH_ID:
                    nexthopId = NetlinkReader.U32(value);
                    break;
                case RTA.MULTIPATH:
                    multipath = value;
                    break;
            }
        }

        if (attributes.Malformed)
        {
            return false;
        }

        var kind = (RouteType)header.rtm_type;
        NextHops hops = kind.IsRefusal() ? NextHops.None // IPv6 shows them through lo
            : !multipath.IsEmpty ? Share(Multipath(multipath))
            : gateway is null && interfaceIndex == 0 ? NextHops.None
            : Share(new NextHop(gateway, interfaceIndex, 1, (header.rtm_flags & RTNH_F.ONLINK) != 0));
        route = new KernelRoute(
            new Prefix(destination, header.rtm_dst_len), table, metric, header.rtm_protocol, kind, header.rtm_scope, source, hops, nexthopId);
        return true;
    }

    private static NextHops Multipath(ReadOnlySpan<byte> rest)
    {
        var hops = new List<NextHop>();
        while (rest.Length >= rtnexthop.Size)
        {
            rtnexthop header = MemoryMarshal.Read<rtnexthop>(rest);
            if (header.rtnh_len < rtnexthop.Size || header.rtnh_len > rest.Length || hops.Count == NextHops.MaxCount)
            {
                break;
            }

            Address? gateway = null;
            var attributes = new AttributeReader(rest[rtnexthop.Size..header.rtnh_len]);
            while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
            {
                gateway = type switch
                {
                    RTA.GATEWAY => AddressOf(value),
                    RTA.VIA => ViaOf(value),
                    _ => gateway,
                };
            }

            hops.Add(new NextHop(gateway, header.rtnh_ifindex, (ushort)(header.rtnh_hops + 1), (header.rtnh_flags & RTNH_F.ONLINK) != 0));
            rest = rest[Math.Min(NetlinkReader.Align(header.rtnh_len), rest.Length)..];
        }

        return NextHops.Of(CollectionsMarshal.AsSpan(hops));
    }

    // Routes come in runs that leave the same way: a million routes then share a few objects.
    private NextHops Share(NextHop hop) => _last.Count == 1 && _last[0] == hop ? _last : _last = NextHops.Of(hop);

    private NextHops Share(NextHops hops) => _last.Equals(hops) ? _last : _last = hops;

    private static Address? AddressOf(ReadOnlySpan<byte> value) =>
        value.Length is 4 or 16 ? Address.FromBytes(value) : null;

    private static Address? ViaOf(ReadOnlySpan<byte> value) => value.Length > 2 ? AddressOf(value[2..]) : null;
}
