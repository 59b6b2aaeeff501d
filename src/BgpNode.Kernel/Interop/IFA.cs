namespace BgpNode.Kernel.Interop;

/// <summary>linux/if_addr.h: attributes and flags of an interface's address.</summary>
internal static class IFA
{
    public const ushort ADDRESS = 1;
    public const ushort LOCAL = 2;
    public const ushort FLAGS = 8;

    public const uint F_DADFAILED = 0x08;
    public const uint F_TENTATIVE = 0x40;
}
