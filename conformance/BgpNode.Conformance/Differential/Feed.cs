using System.Buffers.Binary;
using System.Net;
using BgpNode.Conformance.Rfc.Lab;

namespace BgpNode.Conformance.Differential;

/// <summary>
/// A neighbour that says what the recorded one said, in its own words: with its own AS in front, and with path length, ORIGIN
/// and MED changed by a rule, so that several such neighbours give every step of the decision something to decide.
/// </summary>
/// <param name="Number">1 and up; the last octet of the community that marks its routes.</param>
/// <param name="As">Its AS.</param>
internal sealed record Feed(byte Number, ushort As)
{
    /// <summary>The high half of the marking community.</summary>
    public const ushort Mark = 65533;

    private const int MostOctets = 4096;

    /// <summary>Two of one AS, so that MED counts between them, and two of others.</summary>
    public static readonly IReadOnlyList<Feed> All = [new(1, 65101), new(2, 65101), new(3, 65102), new(4, 65103)];

    public string Address => $"10.98.0.{10 + Number}";

    public string Identifier => $"192.0.2.{10 + Number}";

    /// <summary>The messages that this neighbour sends, and the variation that each has.</summary>
    public IEnumerable<byte[]> Messages(IReadOnlyList<byte[]> updates) => updates.SelectMany((update, index) => Rewrite(update, index));

    private IEnumerable<byte[]> Rewrite(byte[] update, int index)
    {
        int withdrawnLength = BinaryPrimitives.ReadUInt16BigEndian(update);
        byte[] withdrawn = update[2..(2 + withdrawnLength)];
        int attributesLength = BinaryPrimitives.ReadUInt16BigEndian(update.AsSpan(2 + withdrawnLength));
        byte[] given = update[(4 + withdrawnLength)..(4 + withdrawnLength + attributesLength)];
        byte[] nlri = update[(4 + withdrawnLength + attributesLength)..];
        if (withdrawn.Length > 0)
        {
            yield return UpdateBytes.Update(withdrawn, [], []);
        }

        var variation = Variation.Of(Number, index);
        if (nlri.Length == 0 || variation.Absent)
        {
            yield break;
        }

        byte[] attributes = Attributes(given, variation);
        foreach (byte[] piece in Pieces(nlri, MostOctets - 23 - attributes.Length))
        {
            yield return UpdateBytes.Update([], attributes, piece);
        }
    }

    private byte[] Attributes(byte[] given, Variation variation)
    {
        List<byte> path = [], communities = [], rest = [];
        for (int at = 0; at < given.Length;)
        {
            bool isLong = (given[at] & UpdateBytes.ExtendedLength) != 0;
            int length = isLong ? BinaryPrimitives.ReadUInt16BigEndian(given.AsSpan(at + 2)) : given[at + 2];
            int begin = at + (isLong ? 4 : 3);
            ReadOnlySpan<byte> value = given.AsSpan(begin, length);
            switch (given[at + 1])
            {
                case 2:
                    path.AddRange(value);
                    break;
                case 8:
                    communities.AddRange(value);
                    break;
                case 6 or 7:
                    rest.AddRange(given.AsSpan(at, begin - at + length));
                    break;
            }

            at = begin + length;
        }

        return
        [
            .. UpdateBytes.Attribute(UpdateBytes.WellKnown, 1, variation.Origin), .. UpdateBytes.Attribute(UpdateBytes.WellKnown, 2, Path(path, variation.Prepends)),
            .. UpdateBytes.Attribute(UpdateBytes.WellKnown, 3, IPAddress.Parse(Address).GetAddressBytes()), .. variation.Med is { } med ? UpdateBytes.Med(med) : [],
            .. rest, .. UpdateBytes.Attribute(UpdateBytes.OptionalTransitive, 8, [.. communities, Mark >> 8, Mark & 0xff, 0, Number]),
        ];
    }

    // The recorded neighbour's AS at the front becomes ours, once or more.
    private byte[] Path(List<byte> given, int prepends)
    {
        List<uint> front = [.. Enumerable.Repeat((uint)As, 1 + prepends)];
        byte[] path = [.. given];
        if (path.Length == 0 || path[0] != 2)
        {
            return [.. UpdateBytes.Segment(2, [.. front]), .. path];
        }

        int count = path[1];
        for (int i = 1; i < count; i++)
        {
            front.Add(BinaryPrimitives.ReadUInt32BigEndian(path.AsSpan(2 + (4 * i))));
        }

        return [.. UpdateBytes.Segment(2, [.. front]), .. path[(2 + (4 * count))..]];
    }

    private static IEnumerable<byte[]> Pieces(byte[] nlri, int most)
    {
        int begin = 0;
        for (int at = 0; at < nlri.Length;)
        {
            int next = at + 1 + ((nlri[at] + 7) / 8);
            if (next - begin > most)
            {
                yield return nlri[begin..at];
                begin = at;
            }

            at = next;
        }

        yield return nlri[begin..];
    }
}
