using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Netlink;
using BgpNode.Net;

namespace BgpNode.Kernel.Nexthops;

/// <summary>Nexthop objects from RTM_NEWNEXTHOP and RTM_DELNEXTHOP.</summary>
internal static class NexthopParser
{
    public static bool TryParse(in NetlinkMessage message, [NotNullWhen(true)] out Nexthop? nexthop)
    {
        nexthop = null;
        if (!message.TryHeader(out nhmsg header, out AttributeReader attributes))
        {
            return false;
        }

        uint id = 0;
        int interfaceIndex = 0;
        bool blackhole = false;
        Address? gateway = null;
        ImmutableArray<NexthopMember> members = [];
        while (attributes.Next(out ushort type, out ReadOnlySpan<byte> value))
        {
            switch (type)
            {
                case NHA.ID:
                    id = NetlinkReader.U32(value);
                    break;
                case NHA.OIF:
                    interfaceIndex = (int)NetlinkReader.U32(value);
                    break;
                case NHA.GATEWAY when value.Length is 4 or 16:
                    gateway = Address.FromBytes(value);
                    break;
                case NHA.BLACKHOLE:
                    blackhole = true;
                    break;
                case NHA.GROUP:
                    members = MembersOf(value);
                    break;
            }
        }

        if (id == 0 || attributes.Malformed)
        {
            return false;
        }

        AF.TryFamily(header.nh_family, out Family family); // IPv4 for a group, which has none
        bool onLink = (header.nh_flags & RTNH_F.ONLINK) != 0;
        nexthop = new Nexthop(id, header.nh_protocol, family, gateway, blackhole ? 0 : interfaceIndex, onLink, blackhole) { Members = members };
        return true;
    }

    private static ImmutableArray<NexthopMember> MembersOf(ReadOnlySpan<byte> value)
    {
        ImmutableArray<NexthopMember>.Builder members = ImmutableArray.CreateBuilder<NexthopMember>(value.Length / nexthop_grp.Size);
        for (; value.Length >= nexthop_grp.Size; value = value[nexthop_grp.Size..])
        {
            nexthop_grp member = MemoryMarshal.Read<nexthop_grp>(value);
            members.Add(new NexthopMember(member.id, (ushort)(member.weight + 1)));
        }

        return members.ToImmutable();
    }
}
