using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Routes;

namespace BgpNode.Kernel.Nexthops;

/// <summary>RTM_NEWNEXTHOP and RTM_DELNEXTHOP from a <see cref="NexthopWrite"/>, and the request for a dump.</summary>
internal readonly struct NexthopEncoder : IMessageEncoder<NexthopWrite>
{
    public static void Write(ref NetlinkWriter writer, uint sequence, in NexthopWrite write)
    {
        Nexthop nexthop = write.Nexthop;
        if (write.Operation == RouteOperation.Delete)
        {
            writer.Begin(RTM.DELNEXTHOP, NLM_F.REQUEST, sequence);
            writer.Struct(default(nhmsg));
            writer.Attribute(NHA.ID, nexthop.Id);
            writer.End();
            return;
        }

        ushort operation = write.Operation == RouteOperation.Add ? (ushort)(NLM_F.CREATE | NLM_F.EXCL) : NLM_F.REPLACE;
        writer.Begin(RTM.NEWNEXTHOP, (ushort)(NLM_F.REQUEST | operation), sequence);
        writer.Struct(new nhmsg
        {
            nh_family = nexthop.IsGroup ? AF.UNSPEC : AF.Of(nexthop.Gateway?.Family ?? nexthop.Family),
            nh_protocol = nexthop.Protocol,
            nh_flags = nexthop.OnLink ? RTNH_F.ONLINK : 0u,
        });
        writer.Attribute(NHA.ID, nexthop.Id);
        if (nexthop.IsGroup)
        {
            int group = writer.BeginNested(NHA.GROUP);
            foreach (NexthopMember member in nexthop.Members)
            {
                writer.Struct(new nexthop_grp { id = member.Id, weight = (byte)(member.Weight - 1) });
            }

            writer.EndNested(group);
        }
        else if (nexthop.IsBlackhole)
        {
            writer.Flag(NHA.BLACKHOLE);
        }
        else
        {
            writer.Attribute(NHA.OIF, (uint)nexthop.InterfaceIndex);
            if (nexthop.Gateway is { } gateway)
            {
                writer.Attribute(NHA.GATEWAY, gateway);
            }
        }

        writer.End();
    }

    public static byte[] DumpRequest()
    {
        var writer = new NetlinkWriter(stackalloc byte[nlmsghdr.Size + nhmsg.Size]);
        writer.Begin(RTM.GETNEXTHOP, NLM_F.REQUEST | NLM_F.DUMP, 0);
        writer.Struct(default(nhmsg));
        writer.End();
        return writer.Written.ToArray();
    }
}
