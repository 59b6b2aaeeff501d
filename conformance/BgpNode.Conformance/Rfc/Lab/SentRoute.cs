using System.Buffers.Binary;
using System.Net;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>A route as the daemon sent it.</summary>
internal sealed record SentRoute(IReadOnlyDictionary<byte, SentAttribute> Attributes)
{
    public byte[]? this[byte type] => Attributes.GetValueOrDefault(type)?.Value;

    public bool Has(byte type) => Attributes.ContainsKey(type);

    /// <summary>NEXT_HOP, or the first of MP_REACH_NLRI.</summary>
    public string NextHop => new IPAddress(this[3] ?? this[14]![4..20]).ToString();

    /// <summary>AS numbers of four octets of all segments, with a space between.</summary>
    public string Path => Numbers(this[2]!, 4);

    public uint Number(byte type) => BinaryPrimitives.ReadUInt32BigEndian(this[type]);

    public static string Numbers(byte[] path, int octets)
    {
        List<string> numbers = [];
        for (int at = 0; at < path.Length;)
        {
            int count = path[at + 1];
            at += 2;
            for (int i = 0; i < count; i++, at += octets)
            {
                numbers.Add((octets == 4 ? BinaryPrimitives.ReadUInt32BigEndian(path.AsSpan(at)) : BinaryPrimitives.ReadUInt16BigEndian(path.AsSpan(at))).ToString());
            }
        }

        return string.Join(' ', numbers);
    }
}
