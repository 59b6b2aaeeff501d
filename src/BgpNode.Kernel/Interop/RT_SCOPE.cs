namespace BgpNode.Kernel.Interop;

/// <summary>linux/rtnetlink.h: how far away a destination is.</summary>
internal static class RT_SCOPE
{
    public const byte UNIVERSE = 0;
    public const byte LINK = 253;
    public const byte HOST = 254;
    public const byte NOWHERE = 255;
}
