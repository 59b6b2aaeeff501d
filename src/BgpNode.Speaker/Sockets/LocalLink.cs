using System.Runtime.InteropServices;
using BgpNode.Net;
using BgpNode.Speaker.Sockets.Interop;

namespace BgpNode.Speaker.Sockets;

/// <summary>What our own addresses say about a connection: asked of the kernel when a session comes up.</summary>
/// <param name="SharedSubnet">The neighbour is in the subnet of our end's address.</param>
/// <param name="OtherFamily">An address of the other family on the same link, global rather than link-local; null when it has none.</param>
internal readonly record struct LocalLink(bool SharedSubnet, Address? OtherFamily)
{
    /// <param name="local">Our end of the connection.</param>
    /// <param name="remote">The neighbour's end.</param>
    public static LocalLink Find(Address local, Address remote)
    {
        List<(string Link, Address Address, int Length)> addresses = Read();
        (string? link, _, int length) = addresses.FirstOrDefault(a => a.Address == local);
        return link is null ? default : new LocalLink(
            local.Family == remote.Family && new Prefix(local, length).Contains(remote),
            addresses.Where(a => a.Link == link && a.Address.Family != local.Family)
                .OrderBy(a => a.Address.IsLinkLocal)
                .Select(a => (Address?)a.Address)
                .FirstOrDefault());
    }

    /// <summary>The kernel's number of a link; null when there is no such link.</summary>
    public static int? IndexOf(string name) => LibC.if_nametoindex(name) is var index and not 0 ? (int)index : null;

    private static unsafe List<(string Link, Address Address, int Length)> Read()
    {
        var found = new List<(string, Address, int)>();
        ifaddrs* first;
        if (LibC.getifaddrs(&first) != 0)
        {
            return found; // the session works without; it has only no next hop of the other family
        }

        for (ifaddrs* entry = first; entry != null; entry = entry->ifa_next)
        {
            if (TryRead(entry->ifa_addr, out Address address) && TryRead(entry->ifa_netmask, out Address mask))
            {
                found.Add((Marshal.PtrToStringUTF8((nint)entry->ifa_name) ?? "", address, (int)UInt128.PopCount(mask.Bits)));
            }
        }

        LibC.freeifaddrs(first);
        return found;
    }

    // sockaddr_in has its address at 4, sockaddr_in6 at 8; other families (AF_PACKET) are not ours.
    private static unsafe bool TryRead(byte* sockaddr, out Address address)
    {
        address = default;
        switch (sockaddr == null ? 0 : *(ushort*)sockaddr)
        {
            case 2:
                address = Address.FromBytes(new ReadOnlySpan<byte>(sockaddr + 4, 4));
                return true;
            case 10:
                address = Address.FromBytes(new ReadOnlySpan<byte>(sockaddr + 8, 16));
                return true;
            default:
                return false;
        }
    }
}
