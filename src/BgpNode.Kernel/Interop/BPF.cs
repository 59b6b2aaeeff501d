namespace BgpNode.Kernel.Interop;

/// <summary>linux/bpf_common.h: the few instructions of the classic filter that the event socket uses.</summary>
internal static class BPF
{
    public const ushort LD_W_ABS = 0x20;
    public const ushort LD_H_ABS = 0x28;
    public const ushort LD_B_ABS = 0x30;
    public const ushort JEQ_K = 0x15;
    public const ushort JSET_K = 0x45;
    public const ushort RET_K = 0x06;
}
