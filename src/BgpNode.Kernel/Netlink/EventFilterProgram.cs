using System.Buffers.Binary;
using BgpNode.Kernel.Interop;

namespace BgpNode.Kernel.Netlink;

/// <summary>
/// The rules of <see cref="EventParser"/> about owner and protocol as a classic BPF program, so that what nobody wants
/// never fills the socket's buffer. BPF reads numbers in network order, netlink writes them in host order.
/// </summary>
internal static class EventFilterProgram
{
    // offsets into struct nlmsghdr, and of rtm_protocol behind it
    private const uint TypeOffset = 4;
    private const uint FlagsOffset = 6;
    private const uint PortOffset = 12;
    private const uint ProtocolOffset = nlmsghdr.Size + 5;

    private const uint Drop = 0;
    private const uint Accept = uint.MaxValue;

    /// <summary>The rows of the program; jumps count the rows to skip. Empty when everything is wanted.</summary>
    public static sock_filter[] Build(KernelEventFilter filter, uint ownPort)
    {
        sock_filter[] notOwn =
        [
            Row(BPF.LD_W_ABS, PortOffset),
            Row(BPF.JEQ_K, Swap(ownPort), jf: 1),
            Row(BPF.RET_K, Drop),
        ];
        sock_filter[] ofProtocol =
        [
            Row(BPF.LD_H_ABS, TypeOffset),
            Row(BPF.JEQ_K, Swap(RTM.DELROUTE), jt: 3),          // to the protocol
            Row(BPF.JEQ_K, Swap(RTM.NEWROUTE), jf: 4),          // not a route: accept
            Row(BPF.LD_H_ABS, FlagsOffset),
            Row(BPF.JSET_K, Swap(NLM_F.REPLACE), jt: 2),        // may have replaced ours: accept
            Row(BPF.LD_B_ABS, ProtocolOffset),
            Row(BPF.JEQ_K, filter.RouteProtocol, jf: 1),
            Row(BPF.RET_K, Accept),
            Row(BPF.RET_K, Drop),
        ];

        return (filter.OwnChanges, filter.RouteProtocol) switch
        {
            (true, 0) => [],
            (false, 0) => [.. notOwn, Row(BPF.RET_K, Accept)],
            (true, _) => ofProtocol,
            (false, _) => [.. notOwn, .. ofProtocol],
        };
    }

    private static sock_filter Row(ushort code, uint k, byte jt = 0, byte jf = 0) => new() { code = code, jt = jt, jf = jf, k = k };

    private static uint Swap(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static uint Swap(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
