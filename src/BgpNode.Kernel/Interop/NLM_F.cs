namespace BgpNode.Kernel.Interop;

/// <summary>linux/netlink.h: flags of a message; the same bits mean different things in a get, a new and an answer.</summary>
internal static class NLM_F
{
    public const ushort REQUEST = 0x01;
    public const ushort ACK = 0x04;
    public const ushort DUMP_INTR = 0x10;

    public const ushort DUMP = 0x300;

    public const ushort REPLACE = 0x100;
    public const ushort EXCL = 0x200;
    public const ushort CREATE = 0x400;

    public const ushort CAPPED = 0x100;
    public const ushort ACK_TLVS = 0x200;
}
