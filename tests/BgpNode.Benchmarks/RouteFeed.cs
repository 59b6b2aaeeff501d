using System.Buffers;
using BgpNode.Net;
using BgpNode.Protocol.Wire;

namespace BgpNode.Benchmarks;

/// <summary>
/// A table as a transit neighbour sends it, made up and always the same: 60 % of the prefixes are /24, six share a set of
/// attributes on average and come in one UPDATE, and their order has nothing to do with their addresses.
/// </summary>
internal sealed class RouteFeed
{
    public static readonly AsNumber PeerAs = new(65001);
    public static readonly Address NextHop = Address.V4(0xc0000201);

    private static readonly byte[] Lengths = [24, 24, 24, 24, 24, 24, 23, 22, 20, 18];

    private readonly ArrayBufferWriter<byte> _announcements = new();
    private readonly ArrayBufferWriter<byte> _withdrawals = new();
    private readonly List<byte[]> _attributes = [];
    private readonly List<(uint Address, byte Length)> _prefixes = [];

    public RouteFeed(int prefixes)
    {
        var random = new Random(1);
        var known = new HashSet<ulong>();
        var group = new List<(uint, byte)>();
        while (_prefixes.Count < prefixes)
        {
            group.Clear();
            for (int size = 1 + random.Next(11); size > 0 && _prefixes.Count < prefixes;)
            {
                byte length = Lengths[random.Next(Lengths.Length)];
                uint address = (uint)random.NextInt64(0x01000000, 0xdf000000) & (uint.MaxValue << (32 - length));
                if (known.Add(((ulong)address << 8) | length))
                {
                    group.Add((address, length));
                    _prefixes.Add((address, length));
                    size--;
                }
            }

            byte[] attributes = AttributesOf(random);
            _attributes.Add(attributes);
            Write(_announcements, [], attributes, group);
            Write(_withdrawals, group, [], []);
        }
    }

    /// <summary>UPDATEs, back to back.</summary>
    public ReadOnlyMemory<byte> Announcements => _announcements.WrittenMemory;

    /// <summary>The same prefixes in the same groups.</summary>
    public ReadOnlyMemory<byte> Withdrawals => _withdrawals.WrittenMemory;

    /// <summary>The attributes of each announcement.</summary>
    public IReadOnlyList<byte[]> Attributes => _attributes;

    /// <summary>In the order in which they are announced.</summary>
    public IReadOnlyList<(uint Address, byte Length)> Prefixes => _prefixes;

    private static void Write(
        ArrayBufferWriter<byte> output, List<(uint Address, byte Length)> withdrawn, byte[] attributes, List<(uint Address, byte Length)> announced)
    {
        var writer = WireWriter.Message(output, MessageType.Update);
        int begin = writer.BeginLength16();
        Write(ref writer, withdrawn);
        writer.EndLength16(begin);
        writer.U16((ushort)attributes.Length);
        writer.Bytes(attributes);
        Write(ref writer, announced);
        writer.Complete();
    }

    private static void Write(ref WireWriter writer, List<(uint Address, byte Length)> prefixes)
    {
        foreach ((uint address, byte length) in prefixes)
        {
            writer.U8(length);
            for (int shift = 24; shift > 24 - length; shift -= 8)
            {
                writer.U8((byte)(address >> shift));
            }
        }
    }

    private static byte[] AttributesOf(Random random)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(output, 256);
        AttributeWriter.Write(ref writer, AttributeFlags.Transitive, AttributeType.Origin, [0]);
        int hops = 2 + random.Next(5);
        AttributeWriter.WriteHead(ref writer, AttributeFlags.Transitive, AttributeType.AsPath, 2 + (4 * hops));
        writer.U8(2);
        writer.U8((byte)hops);
        writer.U32(PeerAs.Value);
        for (int i = 1; i < hops; i++)
        {
            writer.U32((uint)random.Next(1000, 400_000));
        }

        AttributeWriter.WriteHead(ref writer, AttributeFlags.Transitive, AttributeType.NextHop, 4);
        writer.U32((uint)NextHop.Bits);
        if (random.Next(2) == 0)
        {
            int communities = 1 + random.Next(8);
            AttributeWriter.WriteHead(ref writer, AttributeFlags.Optional | AttributeFlags.Transitive, AttributeType.Communities, 4 * communities);
            for (int i = 0; i < communities; i++)
            {
                writer.U32((uint)random.Next());
            }
        }

        writer.Complete();
        return output.WrittenSpan.ToArray();
    }
}
