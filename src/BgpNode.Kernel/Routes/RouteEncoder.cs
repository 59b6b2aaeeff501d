using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Netlink;
using BgpNode.Net;

namespace BgpNode.Kernel.Routes;

/// <summary>RTM_NEWROUTE and RTM_DELROUTE from a <see cref="RouteWrite"/>, and the request for a dump.</summary>
internal readonly struct RouteEncoder : IMessageEncoder<RouteWrite>
{
    public static void Write(ref NetlinkWriter writer, uint sequence, in RouteWrite write)
    {
        // The kernel takes 0 in a delete for "whoever owns it".
        ArgumentOutOfRangeException.ThrowIfZero(write.Protocol, nameof(write));
        bool delete = write.Operation == RouteOperation.Delete;
        writer.Begin(delete ? RTM.DELROUTE : RTM.NEWROUTE, FlagsOf(write.Operation), sequence);
        bool single = write.NexthopId == 0 && !write.Type.IsRefusal() && write.Via.Count == 1;
        bool multiple = write.NexthopId == 0 && !write.Type.IsRefusal() && write.Via.Count > 1;
        writer.Struct(new rtmsg
        {
            rtm_family = AF.Of(write.Destination.Family),
            rtm_dst_len = write.Destination.Length,
            rtm_table = (byte)(write.Table < 256 ? write.Table : 0),
            rtm_protocol = write.Protocol,
            // A delete matches any type and scope: the protocol decides whose route it is.
            rtm_type = delete ? (byte)0 : (byte)write.Type,
            rtm_scope = delete ? RT_SCOPE.NOWHERE : ScopeOf(write),
            rtm_flags = single && write.Via[0].OnLink ? RTNH_F.ONLINK : 0u,
        });
        writer.Attribute(RTA.DST, write.Destination.Address);
        writer.Attribute(RTA.TABLE, write.Table);
        writer.Attribute(RTA.PRIORITY, write.EffectiveMetric);
        if (write.PreferredSource is { } source && !delete)
        {
            writer.Attribute(RTA.PREFSRC, source);
        }

        if (write.NexthopId != 0)
        {
            writer.Attribute(RTA.NH_ID, write.NexthopId);
        }
        else if (single)
        {
            WriteHop(ref writer, write.Destination.Family, write.Via[0]);
            if (write.Via[0].InterfaceIndex != 0)
            {
                writer.Attribute(RTA.OIF, (uint)write.Via[0].InterfaceIndex);
            }
        }
        else if (multiple)
        {
            WriteMultipath(ref writer, write.Destination.Family, write.Via);
        }

        writer.End();
    }

    /// <summary>The request for all routes of a family in a table; needs NETLINK_GET_STRICT_CHK to be a filter.</summary>
    public static byte[] DumpRequest(Family family, uint table, byte protocol)
    {
        var writer = new NetlinkWriter(stackalloc byte[nlmsghdr.Size + rtmsg.Size + 8]);
        writer.Begin(RTM.GETROUTE, NLM_F.REQUEST | NLM_F.DUMP, 0);
        writer.Struct(new rtmsg { rtm_family = AF.Of(family), rtm_protocol = protocol });
        writer.Attribute(RTA.TABLE, table);
        writer.End();
        return writer.Written.ToArray();
    }

    private static ushort FlagsOf(RouteOperation operation) => operation switch
    {
        RouteOperation.Add => NLM_F.REQUEST | NLM_F.CREATE | NLM_F.EXCL,
        RouteOperation.Replace => NLM_F.REQUEST | NLM_F.REPLACE, // without CREATE: nothing there is an answer, not a wish
        _ => NLM_F.REQUEST,
    };

    private static byte ScopeOf(in RouteWrite write)
    {
        if (write.Type == RouteType.Local)
        {
            return RT_SCOPE.HOST;
        }

        if (write.Type.IsRefusal() || write.NexthopId != 0)
        {
            return RT_SCOPE.UNIVERSE;
        }

        foreach (NextHop hop in write.Via.AsSpan())
        {
            if (hop.Gateway is not null)
            {
                return RT_SCOPE.UNIVERSE;
            }
        }

        return RT_SCOPE.LINK;
    }

    private static void WriteHop(ref NetlinkWriter writer, Family family, in NextHop hop)
    {
        if (hop.Gateway is not { } gateway)
        {
            return;
        }

        if (gateway.Family == family)
        {
            writer.Attribute(RTA.GATEWAY, gateway);
        }
        else
        {
            // struct rtvia: the family, then the address
            int via = writer.BeginNested(RTA.VIA);
            writer.Struct<ushort>(AF.Of(gateway.Family));
            writer.Raw(gateway);
            writer.EndNested(via);
        }
    }

    private static void WriteMultipath(ref NetlinkWriter writer, Family family, NextHops hops)
    {
        int multipath = writer.BeginNested(RTA.MULTIPATH);
        foreach (NextHop hop in hops.AsSpan())
        {
            int start = writer.Length;
            writer.Struct(new rtnexthop
            {
                rtnh_flags = hop.OnLink ? RTNH_F.ONLINK : (byte)0,
                rtnh_hops = (byte)(hop.Weight - 1),
                rtnh_ifindex = hop.InterfaceIndex,
            });
            WriteHop(ref writer, family, hop);
            writer.PatchLength(start);
        }

        writer.EndNested(multipath);
    }
}
