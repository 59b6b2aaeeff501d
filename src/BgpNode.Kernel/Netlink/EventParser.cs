using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Neighbours;
using BgpNode.Kernel.Nexthops;
using BgpNode.Kernel.Routes;

namespace BgpNode.Kernel.Netlink;

/// <summary>Turns a multicast message into an event, or into nothing when nobody asked for it.</summary>
/// <param name="filter">What is wanted.</param>
/// <param name="ownPort">The port id of the socket that this client writes with.</param>
internal sealed class EventParser(KernelEventFilter filter, uint ownPort)
{
    private readonly RouteParser _routes = new();

    public KernelEvent? Parse(in NetlinkMessage message)
    {
        bool byUs = message.PortId == ownPort;
        switch (message.Type)
        {
            case RTM.NEWROUTE or RTM.DELROUTE:
                return IsWanted(message, byUs) && _routes.TryParse(message, out KernelRoute? route) && IsWanted(route)
                    ? message.Type == RTM.NEWROUTE ? new RouteAdded(route, IsReplace(message), byUs) : new RouteRemoved(route, byUs)
                    : null;
            case RTM.NEWNEXTHOP or RTM.DELNEXTHOP:
                return (filter.OwnChanges || !byUs) && NexthopParser.TryParse(message, out Nexthop? nexthop)
                    ? message.Type == RTM.NEWNEXTHOP ? new NexthopChanged(nexthop, byUs) : new NexthopRemoved(nexthop, byUs)
                    : null;
            case RTM.NEWLINK or RTM.DELLINK:
                return LinkParser.TryParseLink(message, out Link? link)
                    ? message.Type == RTM.NEWLINK ? new LinkChanged(link) : new LinkRemoved(link.Index, link.Name)
                    : null;
            case RTM.NEWADDR or RTM.DELADDR:
                return LinkParser.TryParseAddress(message, out InterfaceAddress? address)
                    ? message.Type == RTM.NEWADDR ? new AddressAdded(address) : new AddressRemoved(address)
                    : null;
            case RTM.NEWNEIGH or RTM.DELNEIGH:
                return NeighbourParser.TryParse(message, out Neighbour? neighbour)
                    ? message.Type == RTM.NEWNEIGH ? new NeighbourChanged(neighbour) : new NeighbourRemoved(neighbour)
                    : null;
            case NLMSG.OVERRUN:
                return new Overrun();
            default:
                return null;
        }
    }

    // Judged by the fixed part of the message: most of a million foreign routes end here.
    private bool IsWanted(in NetlinkMessage message, bool byUs) =>
        (filter.OwnChanges || !byUs)
        && MemoryMarshal.TryRead(message.Payload, out rtmsg header)
        && (filter.RouteProtocol == 0 || header.rtm_protocol == filter.RouteProtocol || IsReplace(message));

    private bool IsWanted(KernelRoute route) => filter.RouteTable == 0 || filter.RouteTable == route.Table;

    private static bool IsReplace(in NetlinkMessage message) =>
        message.Type == RTM.NEWROUTE && (message.Flags & NLM_F.REPLACE) != 0;
}
