using System.Buffers.Binary;
using System.IO.Compression;

namespace BgpNode.Conformance.Differential;

/// <summary>UPDATE messages out of an MRT file of BGP4MP records (RFC 6396 §4.4), gzip or plain.</summary>
internal static class MrtFeed
{
    private const int Bgp4Mp = 16;
    private const int Bgp4MpEt = 17;
    private const int MessageAs4 = 4;
    private const int Header = 19;

    /// <summary>The bodies of the UPDATEs of neighbours with four-octet AS numbers, in order.</summary>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(string file)
    {
        await using Stream raw = File.OpenRead(file);
        await using Stream stream = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        List<byte[]> updates = [];
        byte[] header = new byte[12];
        while (await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) == header.Length)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4));
            int subtype = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6));
            byte[] record = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8))];
            await stream.ReadExactlyAsync(record);
            if (type is Bgp4Mp or Bgp4MpEt && subtype == MessageAs4 && Message(record.AsSpan(type == Bgp4MpEt ? 4 : 0)) is { } body)
            {
                updates.Add(body);
            }
        }

        return updates;
    }

    /*  Peer AS, Local AS     4 octets each
        Interface Index       2
        Address Family        2    1 or 2
        Peer, Local address   4 or 16 each
        BGP Message                                 */
    private static byte[]? Message(ReadOnlySpan<byte> record)
    {
        int addresses = BinaryPrimitives.ReadUInt16BigEndian(record[10..]) == 1 ? 8 : 32;
        ReadOnlySpan<byte> message = record[(12 + addresses)..];
        return message[18] == 2 ? message[Header..].ToArray() : null;
    }
}
