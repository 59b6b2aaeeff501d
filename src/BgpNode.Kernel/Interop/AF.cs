using BgpNode.Net;

namespace BgpNode.Kernel.Interop;

/// <summary>linux/socket.h: address families as the kernel numbers them.</summary>
internal static class AF
{
    public const byte UNSPEC = 0;
    public const byte INET = 2;
    public const byte INET6 = 10;

    public static byte Of(Family family) => family == Family.IPv4 ? INET : INET6;

    /// <summary>False for a family that we do not route (bridge, MPLS).</summary>
    public static bool TryFamily(byte af, out Family family)
    {
        family = af == INET6 ? Family.IPv6 : Family.IPv4;
        return af is INET or INET6;
    }
}
