using System.Buffers.Binary;
using System.Net;

namespace BgpNode.Conformance.Rfc.Lab;

/// <summary>An UPDATE of the daemon taken apart, without any of the code under test.</summary>
internal sealed record SentUpdate(IReadOnlyList<string> Withdrawn, IReadOnlyList<string> Announced, SentRoute Route, string? EndOfRib)
{
    public static SentUpdate Read(byte[] body)
    {
        int withdrawnLength = BinaryPrimitives.ReadUInt16BigEndian(body);
        byte[] withdrawn = body[2..(2 + withdrawnLength)];
        int attributesLength = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(2 + withdrawnLength));
        byte[] attributes = body.AsSpan(4 + withdrawnLength, attributesLength).ToArray();
        byte[] nlri = body[(4 + withdrawnLength + attributesLength)..];

        var route = new SentRoute(Attributes(attributes));
        List<string> gone = [.. Prefixes(withdrawn, 4)];
        List<string> here = [.. Prefixes(nlri, 4)];
        if (route[15] is { } unreach)
        {
            gone.AddRange(Prefixes(unreach[3..], OctetsOf(unreach)));
        }

        if (route[14] is { } reach)
        {
            here.AddRange(Prefixes(reach[(5 + reach[3])..], OctetsOf(reach)));
        }

        // RFC 4724 §2
        string? end = body.Length == 4 ? "IPv4" : route.Attributes.Count == 1 && route[15] is [0, 2, 1] ? "IPv6" : null;
        return new SentUpdate(gone, here, route, end);
    }

    // The family of an MP attribute: IPv4 in it goes with an IPv6 next hop, RFC 8950.
    private static int OctetsOf(byte[] multiprotocol) => multiprotocol[1] == 1 ? 4 : 16;

    private static Dictionary<byte, SentAttribute> Attributes(byte[] bytes)
    {
        Dictionary<byte, SentAttribute> attributes = [];
        for (int at = 0; at < bytes.Length;)
        {
            bool isLong = (bytes[at] & UpdateBytes.ExtendedLength) != 0;
            int length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)) : bytes[at + 2];
            int begin = at + (isLong ? 4 : 3);
            attributes.Add(bytes[at + 1], new SentAttribute((byte)(bytes[at] & ~UpdateBytes.ExtendedLength), bytes[at + 1], bytes[begin..(begin + length)]));
            at = begin + length;
        }

        return attributes;
    }

    private static IEnumerable<string> Prefixes(byte[] bytes, int octets)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int length = (bytes[at] + 7) / 8;
            byte[] address = new byte[octets];
            bytes.AsSpan(at + 1, length).CopyTo(address);
            yield return $"{new IPAddress(address)}/{bytes[at]}";
            at += 1 + length;
        }
    }
}
