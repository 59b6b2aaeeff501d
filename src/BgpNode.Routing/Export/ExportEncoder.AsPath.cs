using System.Buffers.Binary;
using BgpNode.Net;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Attributes;

namespace BgpNode.Routing.Export;

/// <summary>AS numbers: prepending ours, and neighbours that know two octets only (RFC 6793 §4.2.2).</summary>
internal sealed partial class ExportEncoder
{
    private const byte Sequence = 2;

    // RFC 4271 §5.1.2 b: into the first segment if it is a sequence with room, else a segment of its own.
    private ReadOnlySpan<byte> Prepend(ReadOnlySpan<byte> path)
    {
        bool joins = path.Length >= 2 && path[0] == Sequence && path[1] < byte.MaxValue;
        byte[] prepended = scratch.Path;
        prepended[0] = Sequence;
        prepended[1] = joins ? (byte)(path[1] + 1) : (byte)1;
        BinaryPrimitives.WriteUInt32BigEndian(prepended.AsSpan(2), key.LocalAs.Value);
        ReadOnlySpan<byte> rest = joins ? path[2..] : path;
        rest.CopyTo(prepended.AsSpan(6));
        return prepended.AsSpan(0, 6 + rest.Length);
    }

    private void WritePath(ref WireWriter writer, ReadOnlySpan<byte> path)
    {
        if (key.FourOctetAs)
        {
            AttributeWriter.Write(ref writer, AttributeFlags.Transitive, AttributeType.AsPath, path);
            return;
        }

        int octets = 0;
        var segments = new PathReader(path);
        while (segments.Read())
        {
            octets += 2 + (2 * segments.Count);
        }

        AttributeWriter.WriteHead(ref writer, AttributeFlags.Transitive, AttributeType.AsPath, octets);
        segments = new PathReader(path);
        while (segments.Read())
        {
            writer.U8(segments.Type);
            writer.U8((byte)segments.Count);
            for (int i = 0; i < segments.Count; i++)
            {
                writer.U16(TwoOctets(segments[i]));
            }
        }
    }

    private void WriteAggregator(ref WireWriter writer, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> value)
    {
        if (key.FourOctetAs)
        {
            writer.Bytes(whole);
            return;
        }

        var flags = (AttributeFlags)whole[0];
        AttributeWriter.WriteHead(ref writer, flags, AttributeType.Aggregator, 6);
        writer.U16(TwoOctets(BinaryPrimitives.ReadUInt32BigEndian(value)));
        writer.Bytes(value[4..]);
    }

    private void WriteAs4(ref WireWriter writer, ReadOnlySpan<byte> path, ReadOnlySpan<byte> aggregator)
    {
        if (key.FourOctetAs)
        {
            return;
        }

        bool loses = false;
        int octets = 0;
        var segments = new PathReader(path);
        while (segments.Read())
        {
            octets += segments.IsConfederation ? 0 : 2 + (4 * segments.Count);
            for (int i = 0; i < segments.Count; i++)
            {
                loses |= segments[i] > ushort.MaxValue;
            }
        }

        if (loses)
        {
            AttributeWriter.WriteHead(ref writer, OptionalTransitive, AttributeType.As4Path, octets);
            segments = new PathReader(path);
            while (segments.Read())
            {
                if (!segments.IsConfederation)
                {
                    writer.Bytes(segments.Whole);
                }
            }
        }

        if (!aggregator.IsEmpty && BinaryPrimitives.ReadUInt32BigEndian(aggregator) > ushort.MaxValue)
        {
            AttributeWriter.Write(ref writer, OptionalTransitive, AttributeType.As4Aggregator, aggregator);
        }
    }

    private static ushort TwoOctets(uint number) => (ushort)(number > ushort.MaxValue ? AsNumber.Trans.Value : number);
}
