namespace BgpNode.Kernel.Interop;

/// <summary>linux/rtnetlink.h: flags of a next hop.</summary>
internal static class RTNH_F
{
    public const byte ONLINK = 4;
}
