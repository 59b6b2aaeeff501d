using System.Buffers.Binary;
using BgpNode.Kernel.Interop;
using BgpNode.Kernel.Links;
using BgpNode.Kernel.Neighbours;
using BgpNode.Kernel.Netlink;
using BgpNode.Kernel.Nexthops;
using BgpNode.Net;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Kernel;

public class EventParserTests
{
    private const uint OurPort = 0xdead;

    // ip route add 192.0.2.0/24 via 10.0.0.2 metric 50 proto 179, by the port 0x3a68
    private const string Route =
        "44000000 1800 0006 51ca046b 683a0000 02 18 00 00 fe b3 00 01 00000000 0800 0f00 fe000000 0800 0100 c0000200 0800 0600 32000000 0800 0500 0a000002 0800 0400 07000000";

    [Theory]
    [InlineData(0x3a68u, false)]
    [InlineData(OurPort, true)]
    public void Who_wrote_a_route_is_told_by_the_port(uint port, bool byUs)
    {
        var added = Assert.IsType<RouteAdded>(Parse(Message(port), new KernelEventFilter { OwnChanges = true }));
        Assert.Equal((byUs, false), (added.ByUs, added.Replaced));
        Assert.Null(Parse(Message(OurPort), new KernelEventFilter()));
    }

    [Fact]
    public void A_foreign_route_counts_only_when_it_replaces_one()
    {
        var filter = new KernelEventFilter { RouteProtocol = 42 };
        Assert.Null(Parse(Message(1), filter));
        Assert.True(Assert.IsType<RouteAdded>(Parse(Message(1, flags: 0x100), filter)).Replaced);
        Assert.IsType<RouteAdded>(Parse(Message(1), new KernelEventFilter { RouteProtocol = 179 }));
        Assert.Null(Parse(Message(1), new KernelEventFilter { RouteTable = 255 }));
    }

    /// <summary>The filter that the kernel runs must never drop what the parser would have passed on.</summary>
    [Fact]
    public void The_kernels_filter_and_the_parser_agree() =>
        Gen.Select(
            Gen.OneOf(Gen.Const((ushort)16), Gen.Const((ushort)24), Gen.Const((ushort)25), Gen.Const((ushort)104)),
            Gen.OneOf(Gen.Const((ushort)0), Gen.Const((ushort)0x100), Gen.Const((ushort)0x600)),
            Gen.OneOf(Gen.Const(0u), Gen.Const(1u), Gen.Const(OurPort)),
            Gen.OneOf(Gen.Const((byte)4), Gen.Const((byte)179)),
            Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)179)),
            Gen.Bool)
        .Sample((type, flags, port, protocol, wanted, own) =>
        {
            byte[] message = Message(port, flags, type, protocol);
            var filter = new KernelEventFilter { RouteProtocol = wanted, OwnChanges = own };
            bool accepted = Run(EventFilterProgram.Build(filter, OurPort), message);
            bool isRoute = type is 24 or 25;
            return isRoute ? accepted == Parse(message, filter) is not null : accepted == (own || port != OurPort);
        });

    [Fact]
    public void A_peer_address_is_told_from_the_address_itself() => // ip addr add 10.9.0.1 peer 10.9.0.2/32 dev v0
        Assert.Equal(
            new AddressAdded(new InterfaceAddress(7, Address.Parse("10.9.0.1"), 32, 0, Address.Parse("10.9.0.2"))),
            Parse("4c000000 1400 0000 53ca046b 6d3a0000 02 20 80 00 07000000 0800 0100 0a090002 0800 0200 0a090001 0700 0300 76300000 0800 0800 80000000 1400 0600 ffffffffffffffff15bb030015bb0300"));

    [Fact]
    public void A_neighbour_says_whether_it_is_a_router() => // ip neigh add fe80::2 lladdr 02:00:00:00:00:03 dev v0 nud permanent router
        Assert.Equal(
            new NeighbourChanged(new Neighbour(7, Address.Parse("fe80::2"), new MacAddress(0x020000000003), 0x80, 0x80)),
            Parse("58000000 1c00 0000 00000000 6e3a0000 0a 00 0000 07000000 8000 80 01 1400 0100 fe800000000000000000000000000002 0a00 0200 020000000003 0000 0800 0400 00000000 1400 0300 00000000000000000000000001000000"));

    [Fact]
    public void Nexthop_objects_and_groups_are_read()
    {
        Assert.Equal( // ip nexthop add id 1001 via 10.0.0.2 dev v0 proto 179
            new NexthopChanged(new Nexthop(1001, 179, Family.IPv4, Address.Parse("10.0.0.2"), 7), ByUs: false),
            Parse("30000000 6800 0506 53ca046b 6f3a0000 02 fd b3 00 00000000 0800 0100 e9030000 0800 0500 07000000 0800 0600 0a000002"));
        Assert.Equal( // ip nexthop add id 1003 group 1001,4
            new NexthopChanged(Nexthop.Group(1003, 0, new NexthopMember(1001, 4)), ByUs: false),
            Parse("3c000000 6800 0506 54ca046b 713a0000 00 00 00 00 00000000 0800 0100 eb030000 0600 0300 0000 0000 0c00 0200 e9030000 03 00 0000 0800 0e00 00000080"));
    }

    [Fact]
    public void A_bridge_that_lets_a_port_go_is_not_a_lost_interface() => // RTM_DELLINK of family 7, AF_BRIDGE
        Assert.Null(Parse("28000000 1100 0000 00000000 00000000 07 00 0100 07000000 43100100 00000000 0700 0300 763000 00"));

    [Fact]
    public void No_bytes_whatever_throw()
    {
        var filter = new KernelEventFilter { OwnChanges = true };
        Gen.Select(Gen.UShort[16, 110], Gen.Byte.Array[0, 200]).Sample((type, body) =>
        {
            byte[] message = [0, 0, 0, 0, (byte)type, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, .. body];
            BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
            new EventParser(filter, OurPort).Parse(Messages.Of(message));
        });
    }

    private static byte[] Message(uint port, ushort flags = 0x600, ushort type = 24, byte protocol = 179)
    {
        byte[] message = Messages.Hex(Route);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(12), port);
        message[21] = protocol;
        return message;
    }

    private static KernelEvent? Parse(string hex) => Parse(Messages.Hex(hex), new KernelEventFilter { OwnChanges = true });

    private static KernelEvent? Parse(byte[] message, KernelEventFilter filter) => new EventParser(filter, OurPort).Parse(Messages.Of(message));

    /// <summary>The kernel's side of the program: the instructions that it uses, no more.</summary>
    private static bool Run(sock_filter[] program, ReadOnlySpan<byte> message)
    {
        uint accumulator = 0;
        for (int i = 0; i < program.Length; i++)
        {
            sock_filter row = program[i];
            switch (row.code)
            {
                case BPF.LD_W_ABS:
                    accumulator = BinaryPrimitives.ReadUInt32BigEndian(message[(int)row.k..]);
                    break;
                case BPF.LD_H_ABS:
                    accumulator = BinaryPrimitives.ReadUInt16BigEndian(message[(int)row.k..]);
                    break;
                case BPF.LD_B_ABS:
                    accumulator = message[(int)row.k];
                    break;
                case BPF.JEQ_K:
                    i += accumulator == row.k ? row.jt : row.jf;
                    break;
                case BPF.JSET_K:
                    i += (accumulator & row.k) != 0 ? row.jt : row.jf;
                    break;
                case BPF.RET_K:
                    return row.k != 0;
                default:
                    throw new InvalidOperationException($"Instruction {row.code:x} is unknown.");
            }
        }

        return program.Length == 0;
    }
}
